import { countOf } from "../../core/format-bytes.js";
import { formatDifference, formatNumber } from "../../core/format-number.js";
import type { IntervalMethod } from "../../stats/types.js";
import { evidencePrefix } from "../evidence/evidence.js";
import { gateTitle, type NonInferiorRule } from "../models/model-settings.js";
import type { AgainstHolder, MetricDifference } from "./facts.js";
import type { JudgedGate } from "./judged-gate.js";

/**
 * Whether a version is at most by the margin worse than the alias's present holder: all that is plausible of the difference has to lie above
 * `-margin`. Where no interval is known the figures alone decide, and the reason says so.
 */
export function judgeNonInferior(
  rule: NonInferiorRule,
  againstHolder: AgainstHolder | undefined,
): JudgedGate {
  const gate = gateTitle(rule);
  const { margin } = rule;
  const threshold = margin === 0 ? 0 : -margin;
  if (againstHolder === undefined)
    return { gate, passed: false, reason: "nobody looked at the holder", threshold };
  switch (againstHolder.kind) {
    case "no-holder":
      return { gate, passed: true, reason: "nothing holds the alias yet: there is nothing to compare with" };
    case "same":
      return { gate, passed: true, reason: "this version holds the alias" };
    case "unknown": {
      const { problem, hint } = againstHolder;
      return { gate, passed: false, reason: problem, threshold, ...(hint !== undefined && { hint }) };
    }
    case "compared": {
      const { difference, direction, holder, evaluations } = againstHolder;
      // Of so few cases most figures have no interval: they may be as they are by chance.
      const tooFew =
        difference.by === "figures" &&
        evaluations.some(({ evidence: { summary } }) => summary.cases < fewestCases);
      const passed = !tooFew && isBearable(difference, direction, margin);
      const evidence = evaluations.map(({ digest }) => `${evidencePrefix}${digest}`);
      return {
        ...{ gate, passed, reason: reasonText(difference, holder, direction, tooFew), threshold },
        value: direction === "higher" ? difference.difference : -difference.difference,
        ...(evidence.length > 0 && { evidence }),
        ...(!passed && { hint: tooFew ? moreCases : hintText(difference, direction, margin) }),
      };
    }
  }
}

/** Evaluations of fewer have no interval of most figures. */
const fewestCases = 10;
const moreCases = "too few cases to be sure: add cases to the suite and record both versions anew";

/** Rounding must not decide where both are the same. */
const rounding = 1e-12;

function isBearable(
  { difference, interval }: MetricDifference,
  direction: "higher" | "lower",
  margin: number,
): boolean {
  if (interval === undefined)
    return (direction === "higher" ? difference : -difference) >= -margin - rounding;
  const [low, high] = interval;
  return (direction === "higher" ? low : -high) > -margin;
}

/** How the interval of pairs was made. */
const methods: Partial<Record<IntervalMethod, string>> = {
  tango: " by Tango's interval",
  delong: " by DeLong's method",
  bootstrap: " by a bootstrap",
  cluster_bootstrap: " by a bootstrap over clusters",
  student_t: " by Student's t",
};

function reasonText(
  { before, after, difference, interval, by, method, cases }: MetricDifference,
  holder: string,
  direction: "higher" | "lower",
  tooFew: boolean,
): string {
  const figures = `${formatNumber(after)} against ${formatNumber(before)} of ${holder}: ${formatDifference(difference)}`;
  const range = interval && ` (95%: ${interval.map(formatDifference).join(" to ")})`;
  const how = {
    pairs: `, ${countOf(cases ?? 0, "case")} of both compared one by one${method === undefined ? "" : (methods[method] ?? "")}`,
    intervals: ", from the interval of each",
    figures: tooFew
      ? "; no interval is known of so few cases"
      : "; no interval is known, so the figures alone decide",
  }[by];
  const way = direction === "lower" ? "; lower is better" : "";
  return `${figures}${range ?? ""}${how}${way}`;
}

function hintText(
  { difference, by }: MetricDifference,
  direction: "higher" | "lower",
  margin: number,
): string {
  const worse = direction === "higher" ? -difference : difference;
  if (by !== "figures" && worse <= margin) {
    return moreCases;
  }
  return "it is worse than what it would replace by more than the margin: train a better one";
}
