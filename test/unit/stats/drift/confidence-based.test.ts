import { expect, test } from "vitest";
import { confidenceBasedFigures } from "../../../../src/stats/drift/confidence-based.js";
import { SeededRandom } from "../../../../src/stats/seeded-random.js";
import { driftFixture } from "../../../support/drift-fixture.js";
import { expectClose, expectInterval } from "../../../support/stats-fixture.js";

interface Figure {
  readonly value: number;
  readonly interval: readonly [number, number];
}
const { estimated } = driftFixture<{
  readonly estimated: readonly {
    readonly rows: readonly (readonly [chance: number, said: boolean, score: number])[];
    readonly figures: Readonly<Record<string, Figure>>;
  }[];
}>("figures");

test("estimates are scikit-learn's with the chances as weights, their intervals those of a truth drawn by the chances", () => {
  for (const { rows, figures } of estimated) {
    const found = confidenceBasedFigures(rows.map(([chance, said, score]) => ({ chance, said, score })));
    expect(found.map(({ name }) => name)).toEqual(["accuracy", "roc_auc", "f1", "precision", "recall"]);
    for (const { name, value, interval } of found) {
      expectClose(value, figures[name]?.value ?? Number.NaN);
      expectInterval(interval, figures[name]?.interval ?? null);
    }
  }
});

test("what is not defined is not estimated", () => {
  const all = (chance: number, said: boolean) => [{ chance, said, score: chance }];
  const names = (chance: number, said: boolean) =>
    confidenceBasedFigures(all(chance, said)).map(({ name }) => name);
  expect(names(1, true)).toEqual(["accuracy", "precision"]);
  expect(names(0, false)).toEqual(["accuracy"]);
  expect(names(0.5, false)).toEqual(["accuracy", "roc_auc", "f1", "recall"]);
  expect(() => confidenceBasedFigures([])).toThrow(RangeError);
  expect(() => confidenceBasedFigures(all(1.2, true))).toThrow(RangeError);
});

/** What scikit-learn would say of a truth; only differences matter here, so yes is 1. */
function measured(
  rows: readonly { readonly chance: number; readonly said: boolean; readonly truth: boolean }[],
) {
  const count = (said: boolean, truth: boolean) =>
    rows.filter((row) => row.said === said && row.truth === truth).length;
  const [hit, wrong, missed, rejected] = [
    count(true, true),
    count(true, false),
    count(false, true),
    count(false, false),
  ];
  const [yes, no] = [rows.filter(({ truth }) => truth), rows.filter(({ truth }) => !truth)];
  const ahead = yes.reduce((sum, a) => sum + no.filter((b) => a.chance > b.chance).length, 0);
  return new Map([
    ["accuracy", (hit + rejected) / rows.length],
    ["precision", hit / (hit + wrong)],
    ["recall", hit / (hit + missed)],
    ["f1", hit / (2 * hit + wrong + missed) + rejected / (2 * rejected + wrong + missed)],
    ["roc_auc", ahead / (yes.length * no.length)],
  ]);
}

test("of exact chances, 19 in 20 intervals hold the figure that the truth gives", () => {
  const random = new SeededRandom("coverage of figures");
  const uniform = () => random.next() / 2 ** 32;
  const held = new Map<string, number>();
  for (let round = 0; round < 1000; round++) {
    const rows = Array.from({ length: 120 }, () => {
      const chance = uniform();
      return { chance, said: chance > 0.5, score: chance, truth: uniform() < chance };
    });
    const truth = measured(rows);
    for (const { name, interval } of confidenceBasedFigures(rows)) {
      const value = truth.get(name) ?? Number.NaN;
      if (interval[0] <= value && value <= interval[1]) held.set(name, (held.get(name) ?? 0) + 1);
    }
  }
  expect(held.size).toBe(5);
  for (const count of held.values()) {
    expect(count).toBeGreaterThan(925);
    expect(count).toBeLessThan(975);
  }
});
