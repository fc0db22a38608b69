import { expect, test } from "vitest";
import { compareModels } from "../../../../src/stats/scoring/compare-models.js";
import { compareAreas } from "../../../../src/stats/scoring/delong.js";
import { binaryCases, labelCases, numberCases } from "../../../../src/stats/scoring/encode-cases.js";
import { selectCases } from "../../../../src/stats/scoring/select-cases.js";
import { scoringFixtures } from "./scoring-fixtures.js";

test.each(scoringFixtures.paired)("areas of the same cases are compared as DeLong does (%#)", (it) => {
  const found = compareAreas(
    Uint8Array.from(it.truth),
    Float64Array.from(it.before),
    Float64Array.from(it.after),
  );
  expect(found.before).toBeCloseTo(it.areas[0], 12);
  expect(found.after).toBeCloseTo(it.areas[1], 12);
  expect(found.interval?.[0]).toBeCloseTo(it.interval[0], 9);
  expect(found.interval?.[1]).toBeCloseTo(it.interval[1], 9);
  expect(found.pValue).toBeCloseTo(it.pValue, 9);
});

test("a model is no better than itself", () => {
  const truth = Uint8Array.of(0, 1, 1, 0, 1);
  const scores = Float64Array.of(0.1, 0.4, 0.35, 0.8, 0.9);
  expect(compareAreas(truth, scores, scores)).toMatchObject({ difference: 0, interval: [0, 0], pValue: 1 });
  const cases = binaryCases({ truth: [...truth].map(String), scores: [{ values: scores }] }, ["0", "1"], 0.5);
  const all = compareModels(cases, cases);
  expect(all.map(({ metric }) => metric)).toEqual(["accuracy", "roc_auc", "log_loss", "brier"]);
  for (const found of all) expect(found).toMatchObject({ difference: 0, pValue: 1, verdict: "no_evidence" });
});

test("one positive case alone has no interval of a difference", () => {
  const found = compareAreas(
    Uint8Array.of(1, 0, 0),
    Float64Array.of(0.5, 0.1, 0.2),
    Float64Array.of(0.1, 0.5, 0.2),
  );
  expect(found).toEqual({ before: 1, after: 0, difference: -1, pValue: 1 });
});

const column = (values: readonly number[]) => values.map(String);
const truths = Array.from({ length: 40 }, (_, place) => place);

test("smaller errors are an improvement, and the order of the cases does not matter", () => {
  const before = numberCases({
    truth: column(truths),
    prediction: column(truths.map((it) => it + 3 + (it % 3))),
  });
  const after = numberCases({
    truth: column(truths),
    prediction: column(truths.map((it) => it - 1 - (it % 2))),
  });
  const [found] = compareModels(before, after);
  expect(found).toMatchObject({
    ...{ metric: "mae", better: "lower", verdict: "improved", test: "sign_flip", n: 40 },
    discordant: { improved: 40, regressed: 0 },
  });
  const order = Uint32Array.from(truths, (it) => (it * 7) % 40);
  expect(compareModels(selectCases(before, order), selectCases(after, order))).toEqual([found]);
  expect(compareModels(after, before)[0]).toMatchObject({ verdict: "regressed" });
});

test("sets of labels are right or wrong as a whole", () => {
  const truth = ["a;b", "", "c"];
  const before = labelCases({ truth, prediction: ["b;a", "a", "b"] });
  const after = labelCases({ truth, prediction: ["a", "", "c"] });
  expect(compareModels(before, after)).toMatchObject([
    { metric: "accuracy", before: 1 / 3, after: 2 / 3, discordant: { improved: 2, regressed: 1 } },
  ]);
});

test("cases in clusters are compared by clusters, and areas are left out", () => {
  const truth = column(truths.map((it) => it % 2));
  const clusters = truths.map((it) => `c${it % 12}`);
  const make = (shift: number) =>
    binaryCases(
      {
        truth,
        clusters,
        scores: [{ values: Float64Array.from(truths, (it) => ((it * 13 + shift) % 40) / 40) }],
      },
      ["0", "1"],
      0.5,
    );
  const found = compareModels(make(0), make(5));
  expect(found.map(({ metric }) => metric)).toEqual(["accuracy", "log_loss", "brier"]);
  expect(found[0]?.test).toBe("sign_flip");
});
