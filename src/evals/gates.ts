import type { GroupSummary } from "./case-group.js";
import type { GateSpec } from "./gate-spec.js";
import { isDeeplyEqual } from "./graders/deep-equal.js";
import type { EvalSummary } from "./summary.js";
import type { Suite } from "./types.js";

export interface GateResult {
  readonly name: string;
  readonly passed: boolean;
  /** Whether there was nothing to say it by; then `passed` is false. */
  readonly inconclusive?: true;
  /** What was measured; null where it is unknown. */
  readonly value: number | null;
  /** What it was compared with; null where it was compared with nothing. */
  readonly threshold: number | null;
  readonly reason: string;
}

/** `error`: nothing could be graded. */
export type EvalVerdict = "passed" | "failed" | "inconclusive" | "error";

export interface GateOutcome {
  readonly verdict: EvalVerdict;
  readonly gates: readonly GateResult[];
}

/**
 * Judges a finished evaluation. Without gates of the suite every case has to pass; with some, these instead. In both cases errors have to
 * stay within the suite's share, every critical case has to pass, and the budget has to hold.
 */
export function judgeGates(
  summary: EvalSummary,
  suite: Pick<Suite, "gates" | "errorsAllowed" | "budget">,
): GateOutcome {
  const gates = [
    ...(suite.gates.length > 0 ? suite.gates.map((gate) => suiteGate(summary, gate)) : [everyCase(summary)]),
    ...(summary.critical.total > 0 ? [criticalCases(summary)] : []),
    errors(summary, suite.errorsAllowed),
    ...budgetGate(summary, suite.budget.maxCostUsd),
  ];
  return { verdict: verdictOf(summary, gates), gates };
}

function verdictOf(summary: EvalSummary, gates: readonly GateResult[]): EvalVerdict {
  if (summary.passed + summary.failed === 0) return "error";
  if (gates.some((gate) => !gate.passed && !gate.inconclusive)) return "failed";
  return gates.every((gate) => gate.passed) ? "passed" : "inconclusive";
}

function everyCase({ passed, failed, passRate }: EvalSummary): GateResult {
  const graded = passed + failed;
  const reason =
    failed === 0
      ? `all ${graded} graded cases passed`
      : `${failed} of ${graded} graded cases failed; all have to pass`;
  const name = "every case passes";
  if (graded === 0)
    return {
      name,
      passed: false,
      inconclusive: true,
      value: null,
      threshold: 1,
      reason: "no case was graded",
    };
  return { name, passed: failed === 0, value: passRate, threshold: 1, reason };
}

function criticalCases({ critical }: EvalSummary): GateResult {
  const { total, passed } = critical;
  const reason =
    passed === total
      ? `all ${total} critical cases passed`
      : `${total - passed} of ${total} critical cases did not pass`;
  return {
    name: "critical cases pass",
    passed: passed === total,
    value: passed / total,
    threshold: 1,
    reason,
  };
}

function errors({ errored, total }: EvalSummary, allowed: number): GateResult {
  const share = total === 0 ? 0 : errored / total;
  const passed = share <= allowed;
  const limit = allowed === 0 ? "none is allowed" : `${percent(allowed)} is allowed`;
  const reason =
    errored === 0 ? "no case ended in an error" : `${errored} of ${total} cases ended in an error; ${limit}`;
  return { name: "errors", passed, value: share, threshold: allowed, reason };
}

function budgetGate({ costUsd, unpriced }: EvalSummary, most: number | undefined): GateResult[] {
  if (most === undefined) return [];
  const gate = { name: "budget", value: costUsd, threshold: most };
  if (costUsd === null) return [{ ...gate, passed: false, reason: unknownCost(unpriced) }];
  const passed = costUsd <= most;
  return [
    { ...gate, passed, reason: `cost ${costUsd.toFixed(4)} USD, ${passed ? "within" : "above"} ${most} USD` },
  ];
}

/** An unknown cost may be any: it does not slip under a limit. */
function unknownCost(unpriced: number): string {
  return `the cost is unknown: ${unpriced === 1 ? "one answer has" : `${unpriced} answers have`} no price`;
}

function suiteGate(summary: EvalSummary, { name, metric, min, max, slice }: GateSpec): GateResult {
  const group = slice === undefined ? summary : sliceOf(summary, slice);
  const value = group === undefined ? null : figureOf(group, metric);
  const threshold = value !== null && max !== undefined && value > max ? max : (min ?? max ?? null);
  const gate = { name, value, threshold };
  if (value === null) {
    if (group && metric === "costUsd") return { ...gate, passed: false, reason: unknownCost(group.unpriced) };
    const reason = group
      ? `no case gave the metric ${metric}`
      : `no case lies in the slice ${sliceText(slice)}`;
    return { ...gate, passed: false, inconclusive: true, reason };
  }
  const passed = (min === undefined || value >= min) && (max === undefined || value <= max);
  const where = slice === undefined ? "" : ` of ${sliceText(slice)}`;
  return { ...gate, passed, reason: `${metric}${where} is ${round(value)}, wanted ${rangeText(min, max)}` };
}

function sliceOf(summary: EvalSummary, slice: Readonly<Record<string, string>>): GroupSummary | undefined {
  const [only, ...others] = Object.entries(slice);
  if (!only) return summary;
  if (others.length === 0)
    return summary.slices.find(({ name, value }) => name === only[0] && value === only[1]);
  const found = summary.gateSlices.find((group) => isDeeplyEqual(group.slice, slice));
  return found && found.total > 0 ? found : undefined;
}

/** What a gate may name beside the suite's own metrics. */
const figures: Readonly<Record<string, (group: GroupSummary) => number | null>> = {
  passRate: (group) => group.passRate,
  errorRate: (group) => (group.total === 0 ? null : group.errored / group.total),
  score: (group) => group.score,
  total: (group) => group.total,
  passed: (group) => group.passed,
  failed: (group) => group.failed,
  errored: (group) => group.errored,
  costUsd: (group) => group.costUsd,
  "tokens.input": (group) => group.tokens.input,
  "tokens.output": (group) => group.tokens.output,
  "latencyMs.p50": (group) => group.latencyMs.p50,
  "latencyMs.p95": (group) => group.latencyMs.p95,
  "ttftMs.p50": (group) => group.ttftMs.p50,
  "ttftMs.p95": (group) => group.ttftMs.p95,
};

/** Names of the figures that every evaluation has. */
export const gateFigures: readonly string[] = Object.keys(figures);

/** A metric of the suite goes before a figure of the same name. */
function figureOf(group: GroupSummary, metric: string): number | null {
  if (Object.hasOwn(group.metrics, metric)) return group.metrics[metric] ?? null;
  return Object.hasOwn(figures, metric) ? (figures[metric]?.(group) ?? null) : null;
}

function sliceText(slice: Readonly<Record<string, string>> = {}): string {
  return Object.entries(slice)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}

function rangeText(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return `${min} to ${max}`;
  return min === undefined ? `at most ${max}` : `at least ${min}`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(4))} %`;
}
