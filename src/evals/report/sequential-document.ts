import type { SequentialOutcome } from "../outcomes/sequential-outcome.js";

/** An evaluation that ran until it was decided, wherever it is told as JSON. */
export function sequentialDocument(sequential: SequentialOutcome): Readonly<Record<string, unknown>> {
  const { goal, verdict, cases, of, units, value, interval, pValue } = sequential;
  const against =
    goal.kind === "target" ? { target: goal.rate } : { baseline: goal.path, effect: goal.effect };
  return {
    ...{ decided: verdict !== undefined, verdict: verdict ?? null, cases, of, units },
    ...against,
    ...{ value, interval, pValue },
  };
}
