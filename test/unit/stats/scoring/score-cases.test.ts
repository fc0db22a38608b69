import { describe, expect, test } from "vitest";
import { binaryCases, multiclassCases, numberCases } from "../../../../src/stats/scoring/encode-cases.js";
import { scoreCases } from "../../../../src/stats/scoring/score-cases.js";
import { selectCases } from "../../../../src/stats/scoring/select-cases.js";
import type { ScoringCases } from "../../../../src/stats/scoring/types.js";
import { casesOf, scoringFixtures } from "./scoring-fixtures.js";

const all = (cases: ScoringCases, more: Parameters<typeof scoreCases>[1] = {}) =>
  new Map(scoreCases(cases, more).map(({ name, measured }) => [name, measured]));

describe.each(scoringFixtures.fixtures)("$name ($task)", (fixture) => {
  const measured = all(casesOf(fixture), { intervals: false });

  test.each(Object.entries(fixture.expected))("%s is scikit-learn's", (name, expected) => {
    const value = measured.get(name)?.value;
    if (expected === null) expect(value).toBeNull();
    else expect(Math.abs((value ?? Number.NaN) - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, expected));
  });

  test("what is not defined says why", () => {
    for (const figure of measured.values())
      if (figure.value === null) expect(figure.reason.length).toBeGreaterThan(10);
  });
});

const [binary] = scoringFixtures.fixtures;
if (!binary) throw new Error("no fixture");
const cases = casesOf(binary);

test("an area under the ROC curve has DeLong's interval, a share Wilson's", () => {
  const measured = all(cases);
  for (const [name, method] of [
    ["roc_auc", "delong"],
    ["accuracy", "wilson"],
  ] as const) {
    const figure = measured.get(name);
    expect(figure).toMatchObject({ method, n: 150, units: 150 });
    const [low = 0, high = 0] = (figure?.value === null ? undefined : figure?.interval) ?? [];
    expect(low).toBeCloseTo(binary.intervals?.[name][0] ?? Number.NaN, 9);
    expect(high).toBeCloseTo(binary.intervals?.[name][1] ?? Number.NaN, 9);
  }
});

test("every interval holds its value, and a larger share of cases makes it wider", () => {
  const narrow = all(cases, { confidence: 0.8 });
  expect(narrow.has("f1") && narrow.has("ece")).toBe(true);
  for (const [name, figure] of all(cases)) {
    if (figure.value === null) throw new Error(name);
    const [low, high] = figure.interval ?? [1, 0];
    expect([name, low < figure.value && figure.value < high]).toEqual([name, true]);
    const other = narrow.get(name);
    const [from, to] = (other?.value === null ? undefined : other?.interval) ?? [0, 1];
    expect([name, to - from < high - low]).toEqual([name, true]);
  }
});

test("figures and intervals do not depend on the order of the cases", () => {
  for (const fixture of scoringFixtures.fixtures) {
    const original = casesOf(fixture);
    const order = Uint32Array.from({ length: original.n }, (_, place) => (place * 7 + 3) % original.n);
    if (new Set(order).size < original.n) continue;
    expect(all(selectCases(original, order))).toEqual(all(original));
  }
});

test("the same seed gives the same intervals, another one others", () => {
  expect(all(cases)).toEqual(all(cases, { seed: "mlx" }));
  expect(all(cases, { seed: "other" })).not.toEqual(all(cases));
});

test("under ten cases a bootstrap says nothing, and no interval is made up", () => {
  const few = numberCases({ truth: ["1", "2"], prediction: ["1", "3"] });
  expect(all(few).get("mae")).toEqual({ value: 0.5, method: "bootstrap", n: 2, units: 2 });
});

test("a perfect ranking of few cases is not called certain", () => {
  const figure = all(casesOf(scoringFixtures.fixtures[5] ?? binary)).get("roc_auc");
  expect(figure).toMatchObject({ value: 1, method: "delong" });
  const [low = 1] = (figure?.value === null ? undefined : figure?.interval) ?? [];
  expect(low).toBeLessThan(0.4);
});

test("cases in clusters count as the clusters that they are", () => {
  const prediction = Array.from({ length: 40 }, (_, place) => (place % 3 === 0 ? "no" : "yes"));
  const truth = prediction.map(() => "yes");
  const column = { truth, prediction, scores: [{ values: Float64Array.from(prediction, () => 0.5) }] };
  const classes = ["no", "yes"] as const;
  const alone = all(binaryCases(column, classes, 0.5)).get("accuracy");
  // Each case stands five times: that is no evidence.
  const five = <T>(list: readonly T[]) => list.flatMap((item) => [item, item, item, item, item]);
  const clusters = five(prediction.map((_, place) => `c${place}`));
  const many = { truth: five(truth), prediction: five(prediction), clusters };
  const clustered = all(binaryCases(many, classes, 0.5)).get("accuracy");
  expect(clustered).toMatchObject({ method: "cluster_bootstrap", n: 200, units: 40 });
  const width = (figure: typeof alone) => {
    const [low, high] = (figure?.value === null ? undefined : figure?.interval) ?? [0, 0];
    return high - low;
  };
  expect(width(clustered)).toBeGreaterThan(0.8 * width(alone));
});

test("without a prediction the likeliest class is it, of two the one from the threshold on", () => {
  const three = multiclassCases({
    truth: ["b", "c"],
    scores: [
      { name: "a", values: Float64Array.of(0.2, 0.4) },
      { name: "b", values: Float64Array.of(0.7, 0.4) },
      { name: "c", values: Float64Array.of(0.1, 0.2) },
    ],
  });
  expect([...three.prediction]).toEqual([1, 0]);
  const two = binaryCases(
    { truth: ["0", "1"], scores: [{ values: Float64Array.of(0.3, 0.29) }] },
    ["0", "1"],
    0.3,
  );
  expect([...two.prediction]).toEqual([1, 0]);
});

test("beyond 10,000 cases there are fewer resamples, and still an interval", () => {
  const n = 30_000;
  const truth = Array.from({ length: n }, (_, place) => String(place % 100));
  const prediction = truth.map((value, place) => String(Number(value) + ((place * 7) % 11)));
  const figure = all(numberCases({ truth, prediction })).get("mae");
  expect(figure).toMatchObject({ method: "bootstrap", n });
  const [low = 0, high = 0] = (figure?.value === null ? undefined : figure?.interval) ?? [];
  // The mean of 0 to 10 has a standard error of √10 / √n.
  expect((high - low) / 2 / (1.96 * Math.sqrt(10 / n))).toBeCloseTo(1, 0);
});
