import { expect, test } from "vitest";
import { clopperPearson } from "../../../../src/stats/clopper-pearson.js";
import { compareMetric } from "../../../../src/stats/scoring/compare-metric.js";
import { binaryCases, labelCases, numberCases } from "../../../../src/stats/scoring/encode-cases.js";
import { selectCases } from "../../../../src/stats/scoring/select-cases.js";

const places = Array.from({ length: 60 }, (_, place) => place);
const truth = places.map((place) => String(place % 2));

/** A model that is wrong in every so many cases. */
function model(every: number, clusters?: readonly string[]) {
  const prediction = truth.map((is, place) => (place % every === 0 ? String(1 - Number(is)) : is));
  const values = Float64Array.from(
    prediction,
    (said, place) => (said === "1" ? 0.6 : 0.1) + (place % 7) / 20,
  );
  return binaryCases(
    { truth, prediction, scores: [{ values }], ...(clusters && { clusters }) },
    ["0", "1"],
    0.5,
  );
}

test("the order of the cases makes no difference, to the last digit", () => {
  const order = Uint32Array.from(places, (place) => (place * 7) % 60);
  const clusters = places.map((place) => `c${place % 20}`);
  for (const [before, after] of [
    [model(9), model(11)],
    [model(9, clusters), model(11, clusters)],
  ] as const) {
    for (const metric of ["f1", "mcc", "roc_auc", "pr_auc", "log_loss", "accuracy"])
      expect(compareMetric(selectCases(before, order), selectCases(after, order), metric), metric).toEqual(
        compareMetric(before, after, metric),
      );
  }
});

test("each metric by its method: what each case adds to it, an area, or a bootstrap over cases or clusters", () => {
  const methods = (clusters?: readonly string[]) =>
    ["accuracy", "roc_auc", "log_loss", "f1"].map(
      (metric) => compareMetric(model(9, clusters), model(11, clusters), metric)?.method,
    );
  expect(methods()).toEqual(["tango", "delong", "bootstrap", "bootstrap"]);
  const clusters = places.map((place) => `c${place % 20}`);
  expect(methods(clusters)).toEqual(Array(4).fill("cluster_bootstrap"));
});

test("models that say the same are no more alike than so few cases can tell", () => {
  const same = model(9);
  const [, unseen] = clopperPearson(0, 30);
  for (const metric of ["f1", "roc_auc"]) {
    const found = compareMetric(same, same, metric);
    expect(found?.difference).toBe(0);
    expect(found?.interval?.[0]).toBeCloseTo(-unseen, 12);
    expect(found?.interval?.[1]).toBeCloseTo(unseen, 12);
  }
  // Of an error that has no largest value nothing can be said.
  const numbers = numberCases({ truth: places.map(String), prediction: places.map((it) => `${it + 1}`) });
  expect(compareMetric(numbers, numbers, "rmse")).toEqual({
    ...{ before: 1, after: 1, difference: 0, method: "bootstrap" },
  });
});

/** The model, but for some cases that it tells the other way. */
function turned(every: number, turn: readonly number[]) {
  const { prediction, ...cases } = model(every);
  return { ...cases, prediction: prediction.map((said, place) => (turn.includes(place) ? 1 - said : said)) };
}

test("one case that went one way leaves it open that others go the other way", () => {
  const found = compareMetric(model(9), turned(9, [1]), "f1");
  expect(found?.difference).toBeLessThan(0);
  expect(found?.interval?.[1]).toBeGreaterThan(0);
  // Bonett and Price: of one case in thirty that tells, the standard error times √3, two cases being added.
  const recall = compareMetric(model(9), turned(9, [1]), "recall");
  const error = Math.sqrt((1 / 30) * (29 / 30) * (1 / 30) * 3);
  expect(recall?.difference).toBeCloseTo(-1 / 30, 12);
  expect(recall?.interval?.[1]).toBeCloseTo(-1 / 30 + 1.96 * error, 2);
  expect(recall?.interval?.[0]).toBeCloseTo(-1 / 30 - 1.96 * error, 2);
});

test("cases that a metric does not see do not make it surer", () => {
  const negatives = [2, 4, 6, 8, 10, 12, 14];
  const [one, more] = [turned(9, [1]), turned(9, [1, ...negatives])];
  expect(compareMetric(model(9), more, "recall")).toEqual(compareMetric(model(9), one, "recall"));
});

test("under ten cases there is a difference and no interval", () => {
  const few = Uint32Array.from([0, 1, 2, 3, 4, 5]);
  const found = compareMetric(selectCases(model(9), few), selectCases(model(2), few), "f1");
  expect(found?.difference).toBeLessThan(0);
  expect(found).not.toHaveProperty("interval");
});

test("sets of labels are compared, too", () => {
  const labels = places.map((place) => (place % 3 === 0 ? "a;b" : "b"));
  const said = (every: number) => labels.map((cell, place) => (place % every === 0 ? "a" : cell));
  const before = labelCases({ truth: labels, prediction: said(9) });
  const after = labelCases({ truth: labels, prediction: said(4) });
  const found = compareMetric(before, after, "f1_macro");
  expect(found).toMatchObject({ method: "bootstrap" });
  expect(found?.interval?.[1]).toBeLessThan(0);
});

test("the calibration error, a metric that the task lacks and one that the cases do not define are not compared", () => {
  expect(compareMetric(model(9), model(11), "ece")).toBeUndefined();
  expect(compareMetric(model(9), model(11), "rmse")).toBeUndefined();
  const positives = Uint32Array.from(places.filter((place) => place % 2 === 1));
  const [before, after] = [selectCases(model(9), positives), selectCases(model(11), positives)];
  expect(compareMetric(before, after, "roc_auc")).toBeUndefined();
});
