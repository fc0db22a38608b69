import { expect, test } from "vitest";
import { observedDesign } from "../../../../src/evals/outcomes/observed-design.js";
import { outcomes } from "../../../support/evals/outcomes.js";

test("cases of a cluster that are all alike count as one, those that have nothing in common as many", () => {
  const cluster = (index: number) => ({ cluster: `k${Math.floor(index / 4)}` });
  expect(observedDesign(outcomes(80, (index) => Math.floor(index / 4) % 2 === 0, cluster))).toEqual({
    ...{ cases: 80, units: 20, rate: 0.5, clusterSize: 4, icc: 1 },
  });
  const mixed = observedDesign(outcomes(80, (index) => index % 4 < 2, cluster));
  expect(mixed).toMatchObject({ clusterSize: 4, icc: 0 });
  const some = observedDesign(
    outcomes(80, (index) => index % 4 < (Math.floor(index / 4) % 2) * 2 + 1, cluster),
  );
  const [between, within] = [(4 * (0.25 ** 2 * 20)) / 19, (20 * 0.75) / 60];
  expect(some.icc).toBeCloseTo((between - within) / (between + 3 * within), 12);
});

test("without clusters the design is plain; of nothing there is no rate", () => {
  expect(observedDesign(outcomes(10, () => true))).toMatchObject({
    cases: 10,
    units: 10,
    rate: 1,
    clusterSize: 1,
  });
  expect(observedDesign([])).toEqual({ cases: 0, units: 0, clusterSize: 1, icc: 1 });
});
