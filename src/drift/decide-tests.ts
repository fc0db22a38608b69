import { type DriftMonitor, type MonitorColumn, measuresEffect } from "./monitor.js";
import type { DriftTest } from "./verdict.js";

/**
 * Marks which tests of a column decide. With many rows on both sides every difference is significant, so the effect alone decides there.
 * @param values of the column, on either side.
 */
export function decideTests(
  tests: readonly DriftTest[],
  column: MonitorColumn,
  values: { readonly baseline: number; readonly current: number },
  monitor: DriftMonitor,
): DriftTest[] {
  const chosen = column.tests ?? monitor.tests[column.kind];
  const isLarge = Math.min(values.baseline, values.current) > monitor.effectAlone;
  const effects = tests.filter(({ name }) => chosen.includes(name) && measuresEffect(name));
  return tests.map((test) => {
    const isChosen = chosen.includes(test.name) && column.role !== "timestamp";
    const deciding = isChosen && (!isLarge || effects.length === 0 || measuresEffect(test.name));
    return { ...test, deciding };
  });
}

/** Whether a test says by a p-value whether it has found something. */
export function isSignificanceOf(test: DriftTest): boolean {
  return test.deciding && test.pValue !== undefined && !measuresEffect(test.name);
}
