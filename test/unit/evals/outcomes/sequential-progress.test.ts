import { expect, test } from "vitest";
import { BaselinePairs } from "../../../../src/evals/outcomes/baseline-pairs.js";
import { sequentialOrder } from "../../../../src/evals/outcomes/sequential-order.js";
import { SequentialProgress } from "../../../../src/evals/outcomes/sequential-progress.js";
import { caseResult } from "../../../support/evals/case-result.js";
import { evalCase } from "../../../support/evals/grading.js";
import { digestA, digestB, outcomes } from "../../../support/evals/outcomes.js";

const cases = (count: number, cluster?: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => ({
    ...evalCase({ id: `t${index}`, ...(cluster && { cluster: cluster(index) }) }),
    index,
  }));

const idsOf = (units: ReturnType<typeof sequentialOrder>) =>
  units.map((unit) => unit.map(({ test: { id } }) => id));

test("cases come in an order that the seed decides, whatever else the suite holds", () => {
  const whole = idsOf(sequentialOrder(cases(50), "a")).flat();
  expect(whole).not.toEqual(cases(50).map(({ test: { id } }) => id));
  expect(idsOf(sequentialOrder(cases(50).reverse(), "a")).flat()).toEqual(whole);
  expect(idsOf(sequentialOrder(cases(50), "b")).flat()).not.toEqual(whole);
  const part = idsOf(sequentialOrder(cases(20), "a")).flat();
  expect(part).toEqual(whole.filter((id) => part.includes(id)));
});

test("what belongs together stays together, and is left as a whole", () => {
  const all = [...cases(12, (index) => `k${index % 4}`), ...cases(12, (index) => `k${index % 4}`)];
  const units = sequentialOrder(all, "a");
  expect(units.map((unit) => unit.length)).toEqual([6, 6, 6, 6]);
  expect(sequentialOrder(all, "a", 17)).toEqual(units.slice(0, 2));
  expect(sequentialOrder(all, "a", 5)).toEqual([]);
});

const target = { kind: "target", rate: 0.5 } as const;

test("a unit counts once it is complete, as the mean of what could be graded", () => {
  const progress = new SequentialProgress({ goal: target, sizes: [2, 2, 2], of: 6 });
  const add = (id: string, status: "passed" | "failed" | "errored", repeat: number) =>
    progress.add(caseResult({ test: id, repeat, status }));
  add("a", "passed", 0);
  expect(progress.finish()).toMatchObject({ cases: 1, of: 6, units: 0, value: null });
  add("a", "errored", 1);
  expect(progress.finish()).toMatchObject({ cases: 2, units: 1, value: 1 });
  add("b", "errored", 0);
  add("b", "errored", 1);
  expect(progress.finish()).toMatchObject({ cases: 4, units: 1 });
  add("c", "passed", 0);
  add("c", "failed", 1);
  expect(progress.finish()).toMatchObject({ cases: 6, units: 2, value: 0.75 });
});

test("against a baseline pairs alone count: asked alike, graded alike, by the same judges", () => {
  const before = outcomes(
    6,
    () => true,
    (index) =>
      index === 1
        ? { input: digestB }
        : index === 2
          ? { grading: digestA }
          : index === 3
            ? { judges: ["x"] }
            : {},
  );
  const pairs = new BaselinePairs(
    { outcomes: before, judges: [] },
    { prompts: ["new"], providers: ["echo"] },
  );
  const after = outcomes(
    8,
    (index) => index !== 5,
    () => ({ prompt: "new" }),
  );
  const found = after.map((outcome, index) =>
    pairs.find(index === 3 ? { ...outcome, judges: ["y"] } : outcome),
  );
  expect(found.map((pair) => pair !== undefined)).toEqual([
    true,
    false,
    false,
    false,
    true,
    true,
    false,
    false,
  ]);
  const several = new BaselinePairs(
    { outcomes: before, judges: [] },
    { prompts: ["p", "new"], providers: ["echo"] },
  );
  expect(several.find(after[0] ?? before[0] ?? outcomes(1, () => true)[0] ?? missing())).toBeUndefined();
});

function missing(): never {
  throw new Error("no outcome");
}
