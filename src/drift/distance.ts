import { compareBytes } from "../core/byte-order.js";
import { measuresEffect } from "./monitor.js";
import type { ColumnDrift, DriftTest, DriftVerdict } from "./verdict.js";

const ranks: Readonly<Record<DriftVerdict, number>> = { drift: 3, warning: 2, inconclusive: 1, ok: 0 };

/** The test of a column that says how far it has moved: a deciding one, else any that measures an effect. */
export function effectTest({ tests }: Pick<ColumnDrift, "tests">): DriftTest | undefined {
  const effects = tests.filter(({ name }) => measuresEffect(name));
  return effects.find(({ deciding }) => deciding) ?? effects[0];
}

/** How far a test measures, in its own unit. */
export function effectOf(test: DriftTest): number {
  return test.effect ?? test.statistic;
}

/** How far a column has moved, as a multiple of what would be drift; 0 where that was not measured, and for time, which moves on. */
export function distanceOf(column: Pick<ColumnDrift, "tests" | "role">): number {
  const test = effectTest(column);
  return test === undefined || column.role === "timestamp" ? 0 : effectOf(test) / test.threshold;
}

/** The worse verdict first, then the greater distance, then by name. */
export function byDistance(a: ColumnDrift, b: ColumnDrift): number {
  return ranks[b.verdict] - ranks[a.verdict] || distanceOf(b) - distanceOf(a) || compareBytes(a.name, b.name);
}

/** The worst of several; `ok` for none. An answer that claims nothing is worse than one that says all is well. */
export function worstVerdict(verdicts: readonly DriftVerdict[]): DriftVerdict {
  return verdicts.reduce<DriftVerdict>(
    (worst, verdict) => (ranks[verdict] > ranks[worst] ? verdict : worst),
    "ok",
  );
}

export function isAtLeast(verdict: DriftVerdict, least: DriftVerdict): boolean {
  return ranks[verdict] >= ranks[least];
}
