import { expect, test } from "vitest";
import { gitRepo } from "../../support/repo.js";
import { withLedger } from "../../support/run-ledger.js";
import { seedRuns, testRunId } from "../../support/seeded-runs.js";

const repo = gitRepo();
const wave = Array.from({ length: 5000 }, (_, step) => (step === 1234 ? 99 : step === 4321 ? -99 : step % 7));
const ids = await seedRuns(repo, [
  { name: "long", metrics: { wave, gaps: [1, Number.NaN, Number.POSITIVE_INFINITY, 3] } },
  { name: "best twice", metrics: { loss: [3, 1, Number.NaN, 1], nan: [Number.NaN] } },
  { name: "infinite", metrics: { loss: [Number.NEGATIVE_INFINITY, 5] } },
]);
const [long, twice, infinite] = ids;

test("a sample has no more pieces than columns and loses no extreme", async () => {
  const sample = await withLedger(repo, (ledger) => ledger.sample(long ?? testRunId(0), "wave", 50));
  expect(sample).toMatchObject({ axis: "step", points: 5000, notFinite: 0, low: -99, high: 99 });
  expect(sample.pieces).toHaveLength(50);
  expect(sample.pieces[12]).toMatchObject({ x: 1200, high: 99 });
  expect(sample.pieces.map(({ x }) => x)).toEqual([...sample.pieces.map(({ x }) => x)].sort((a, b) => a - b));
});

test("a short history is kept point by point; what is not finite is counted and leaves a gap", async () => {
  const sample = await withLedger(repo, (ledger) => ledger.sample(long ?? testRunId(0), "gaps", 50));
  expect(sample).toEqual({
    axis: "step",
    points: 4,
    notFinite: 2,
    low: 1,
    high: 3,
    pieces: [{ x: 0, low: 1, high: 1, mean: 1 }, { x: 1 }, { x: 2 }, { x: 3, low: 3, high: 3, mean: 3 }],
  });
});

test("points of one and the same step are placed by their times", async () => {
  const id = long ?? testRunId(0);
  const sample = await withLedger(repo, (ledger) => {
    const point = (timestamp: number) => ({ key: "timed", value: timestamp, step: 0, timestamp });
    ledger.reopenRun(id);
    ledger.append(id, { metrics: [point(5000), point(6000), point(7000)] }, 0);
    return ledger.sample(id, "timed", 10);
  });
  expect(sample.axis).toBe("time");
  expect(sample.pieces.map(({ x }) => x)).toEqual([0, 1000, 2000]);
});

test("a metric that nobody logged has an empty sample", async () => {
  const sample = await withLedger(repo, (ledger) => ledger.sample(long ?? testRunId(0), "nothing", 10));
  expect(sample).toEqual({ axis: "step", pieces: [], points: 0, notFinite: 0 });
});

test("the best point is the earliest of equals; NaN only where there is no other", async () => {
  const points = await withLedger(repo, (ledger) => ({
    low: ledger.bestPoints("loss", "min", ids),
    high: ledger.bestPoints("loss", "max", ids),
    nan: ledger.bestPoints("nan", "min", ids),
  }));
  expect([...points.low.keys()].sort()).toEqual([twice, infinite].sort());
  expect(points.low.get(twice ?? testRunId(0))).toMatchObject({ value: 1, step: 1 });
  expect(points.low.get(infinite ?? testRunId(0))?.value).toBe(Number.NEGATIVE_INFINITY);
  expect(points.high.get(twice ?? testRunId(0))).toMatchObject({ value: 3, step: 0 });
  expect(points.nan.get(twice ?? testRunId(0))?.value).toBeNaN();
});

test("the ids that match a query are those that a search finds", async () => {
  const query = {
    filter: [{ field: { entity: "attribute", key: "run_name" }, operator: "=", value: "long" }],
  } as const;
  expect(await withLedger(repo, (ledger) => ledger.matching(query))).toEqual([long]);
});
