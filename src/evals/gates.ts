import type { Interval } from "../stats/types.js";
import type { GateSpec } from "./gate-spec.js";
import { baselineGate } from "./gates/baseline-gate.js";
import { budgetGate } from "./gates/budget-gate.js";
import { comparisonGate } from "./gates/comparison-gate.js";
import { criticalGate } from "./gates/critical-gate.js";
import { errorsGate } from "./gates/errors-gate.js";
import { everyCaseGate } from "./gates/every-case-gate.js";
import { fairnessGate } from "./gates/fairness-gate.js";
import type { Grounds } from "./gates/grounds.js";
import { judgeGate } from "./gates/judge-gate.js";
import { sequentialGate } from "./gates/sequential-gate.js";
import { thresholdGate } from "./gates/threshold-gate.js";
import type { EvalSummary } from "./summary.js";
import type { Suite } from "./types.js";

export interface GateResult {
  readonly name: string;
  readonly passed: boolean;
  /** Whether there was not enough to say it by; then `passed` is false. */
  readonly inconclusive?: true;
  /** What was measured; null where it is unknown. */
  readonly value: number | null;
  /** What it was compared with; null where it was compared with nothing. */
  readonly threshold: number | null;
  /** 95% interval of `value`, where it has one. */
  readonly interval?: Interval;
  readonly reason: string;
}

/** `error`: nothing could be graded. */
export type EvalVerdict = "passed" | "failed" | "inconclusive" | "error";

export interface GateOutcome {
  readonly verdict: EvalVerdict;
  readonly gates: readonly GateResult[];
}

/**
 * Judges an evaluation. Without gates of the suite every case has to pass, or, where it has a baseline, none of its metrics may have regressed;
 * with some, these instead. In all cases errors have to stay within the suite's share, every critical case has to pass, and the budget has to
 * hold. One that the budget cut short fails, whatever its results so far say; one that was interrupted has not been decided.
 */
export function judgeGates(
  summary: EvalSummary,
  suite: Pick<Suite, "gates" | "errorsAllowed" | "budget">,
  grounds: Grounds,
): GateOutcome {
  const { sequential } = summary;
  const gates = [
    ...(sequential ? [sequentialGate(sequential)] : []),
    ...ownGates(summary, suite.gates, grounds),
    ...(summary.critical.total > 0 ? [criticalGate(summary)] : []),
    errorsGate(summary, suite.errorsAllowed),
    ...budgetGate(suite.budget.maxCostUsd, grounds),
  ];
  const verdict = grounds.stop?.kind === "interrupted" ? "inconclusive" : verdictOf(summary, gates);
  return { verdict, gates };
}

function verdictOf(summary: EvalSummary, gates: readonly GateResult[]): EvalVerdict {
  if (summary.passed + summary.failed === 0) return "error";
  if (gates.some((gate) => !gate.passed && !gate.inconclusive)) return "failed";
  return gates.every((gate) => gate.passed) ? "passed" : "inconclusive";
}

/** Those of the suite, without the one that the evaluation itself was to decide; without any the default one. */
function ownGates(summary: EvalSummary, gates: readonly GateSpec[], grounds: Grounds): readonly GateResult[] {
  const { against } = grounds;
  const { sequential } = summary;
  if (gates.length === 0) {
    if (sequential) return [];
    return [against === undefined ? everyCaseGate(summary) : baselineGate(against)];
  }
  const decided = sequential?.goal.kind === "target" ? sequential.goal.gate : undefined;
  return gates
    .filter((gate) => decided === undefined || gate.name !== decided)
    .map((gate) => judged(summary, gate, grounds));
}

function judged(summary: EvalSummary, gate: GateSpec, { against, judgeProofs }: Grounds): GateResult {
  switch (gate.kind) {
    case "threshold":
      return thresholdGate(summary, gate);
    case "nonInferior":
    case "noRegression":
    case "improvement":
      return comparisonGate(gate, against);
    case "judge":
      return judgeGate(gate, judgeProofs);
    case "fairness":
      return fairnessGate(summary, gate);
  }
}
