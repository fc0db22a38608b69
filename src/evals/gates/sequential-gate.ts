import { countOf, formatCount } from "../../core/format-bytes.js";
import type { GateResult } from "../gates.js";
import { differenceText } from "../outcomes/comparison-text.js";
import type { SequentialOutcome } from "../outcomes/sequential-outcome.js";
import { baselineGateName } from "./baseline-gate.js";
import { estimateText, figureText } from "./figure-text.js";

/** What an evaluation came to that ran until it was decided; where it was not, nothing is. */
export function sequentialGate(sequential: SequentialOutcome): GateResult {
  const { goal, verdict, value, interval } = sequential;
  const name =
    goal.kind === "target"
      ? (goal.gate ?? `pass rate above ${figureText("passRate", goal.rate)}`)
      : baselineGateName;
  const head = { name, value, threshold: goal.kind === "target" ? goal.rate : 0, interval };
  const reason = sequentialText(sequential);
  if (verdict === undefined) return { ...head, passed: false, inconclusive: true, reason };
  return { ...head, passed: verdict !== "below" && verdict !== "regressed", reason };
}

/** `decided after 84 of 500 cases: regressed, −12 points (95%: −20 points to −3 points)` */
export function sequentialText({ goal, verdict, cases, of, value, interval }: SequentialOutcome): string {
  const after = `after ${formatCount(cases)} of ${countOf(of, "case")}`;
  const target = goal.kind === "target" ? figureText("passRate", goal.rate) : "";
  const figure = value === null ? "no case counted" : figureOf(goal.kind, value, interval);
  const words = {
    above: `above ${target}`,
    below: `below ${target}`,
    improved: "improved",
    regressed: "regressed",
    no_evidence: "no change that matters",
  } as const;
  if (verdict !== undefined) return `decided ${after}: ${words[verdict]}, ${figure}`;
  return `not decided ${after}: ${figure}`;
}

function figureOf(kind: "target" | "baseline", value: number, interval: readonly [number, number]): string {
  if (kind === "target") return estimateText("passRate", value, interval);
  const text = (difference: number) => differenceText({ metric: "passRate", difference });
  return `${text(value)} (95%: ${interval.map(text).join(" to ")})`;
}
