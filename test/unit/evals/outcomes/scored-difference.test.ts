import { describe, expect, test } from "vitest";
import { metricDifference } from "../../../../src/evals/outcomes/metric-difference.js";
import {
  type EvaluationEvidence,
  evidenceDigest,
  formatEvidence,
} from "../../../../src/registry/evidence/evidence.js";
import { readEvidence } from "../../../../src/registry/evidence/read-evidence.js";
import type { Interval } from "../../../../src/stats/types.js";
import { type PairedFixture, pairedFixtures, resultsOf } from "../../../support/paired-fixtures.js";
import {
  evidenceOfResults,
  scoredResult,
  withCases,
  withoutScores,
} from "../../../support/scored-evidence.js";

const cases = pairedFixtures.flatMap((fixture) => {
  const sides = [
    evidenceOfResults(resultsOf(fixture, "before")),
    evidenceOfResults(resultsOf(fixture, "after")),
  ] as const;
  return Object.entries(fixture.expected).map(([metric, is]) => ({ fixture, metric, is, sides }));
});

const positives = ({ truth }: PairedFixture) => truth.filter((is) => is === "1").length;

/** The interval of the fixture, at least as wide as Bonett and Price's from the same spread. */
function widened({ clusters, before, after, ...fixture }: PairedFixture, metric: string): Interval {
  const is = fixture.expected[metric];
  if (is === undefined) throw new TypeError(`the fixture has no ${metric}`);
  const ofScores = ["roc_auc", "pr_auc", "log_loss", "brier"].includes(metric);
  const said = ({ prediction, scores = {} }: PairedFixture["before"], row: number) =>
    ofScores ? Object.values(scores).map((column) => column[row]) : prediction[row];
  const told = new Set(
    fixture.truth.flatMap((_, row) =>
      // Of recall the positive cases alone count.
      String(said(before, row)) === String(said(after, row)) ||
      (metric === "recall" && fixture.truth[row] !== "1")
        ? []
        : [clusters?.[row] ?? row],
    ),
  ).size;
  const [low, high] = is.interval;
  const difference = is.after - is.before;
  const reach = ((high - low) / 2) * Math.sqrt((told + 2) / told);
  const byMean = metric === "log_loss" || metric === "brier";
  return byMean ? is.interval : [Math.min(low, difference - reach), Math.max(high, difference + reach)];
}

describe.each(cases)("$metric of $fixture.name", ({ fixture, metric, is, sides }) => {
  const found = metricDifference(...sides, metric);

  test("is compared by pairs: figures are scikit-learn's, intervals those of another implementation", () => {
    expect(found).toMatchObject({ by: "pairs", cases: fixture.truth.length });
    expect(found?.before).toBeCloseTo(is.before, 9);
    expect(found?.after).toBeCloseTo(is.after, 9);
    expect(found?.difference).toBeCloseTo(is.after - is.before, 9);
    const [low, high] = is.exact ? is.interval : widened(fixture, metric);
    // Quantiles of other resamples differ by chance: by some 2 % of the width, and a share by a whole case.
    const allowed = is.exact
      ? 1e-9
      : 0.08 * (high - low) + (metric === "recall" ? 1 / positives(fixture) : 0);
    expect(Math.abs((found?.interval?.[0] ?? 9) - low)).toBeLessThan(allowed);
    expect(Math.abs((found?.interval?.[1] ?? 9) - high)).toBeLessThan(allowed);
  });

  test("says by which method", () => {
    const clustered = fixture.clusters === undefined ? "bootstrap" : "cluster_bootstrap";
    expect(found?.method).toBe(is.exact ? "delong" : clustered);
  });
});

/** Sixty birds; each model is wrong in those that are named. */
function birds(
  wrong: readonly number[],
  { name = "f1", truth = "Adelie", cluster = false, repeats = 1 } = {},
): EvaluationEvidence {
  const results = Array.from({ length: 60 }, (_, place) => {
    const is = place % 2 === 0 ? truth : "Gentoo";
    const said = wrong.includes(place) ? (is === "Gentoo" ? truth : "Gentoo") : is;
    const values = [{ name, metric: "f1_macro", truth: is, prediction: said }];
    const more = cluster ? { cluster: `nest ${place % 20}` } : {};
    return Array.from({ length: repeats }, (_, repeat) =>
      scoredResult(`p${place}`, values, { ...more, repeat }),
    );
  });
  return evidenceOfResults(results.flat());
}

const old = birds([3, 8, 13, 18, 23, 28]);
const young = birds([3, 8, 13, 18, 23, 28, 33]);

test("two models that err on the same cases are told apart by pairs, and not by the interval of each", () => {
  const paired = metricDifference(old, young, "f1");
  expect(paired).toMatchObject({ by: "pairs", method: "bootstrap", cases: 60 });
  const unpaired = metricDifference(withoutScores(old), young, "f1");
  expect(unpaired?.by).toBe("intervals");
  expect(paired?.difference).toBeCloseTo(unpaired?.difference ?? 9, 12);
  // With a margin of 0.1 pairs decide that it is not worse, while the interval of each by itself leaves it open.
  expect(paired?.interval?.[0]).toBeGreaterThan(-0.1);
  expect(unpaired?.interval?.[0]).toBeLessThan(-0.1);
  expect(unpaired?.interval?.[1]).toBeGreaterThan(-0.1);
});

test("the order of the cases makes no difference", () => {
  const turned = (of: EvaluationEvidence) => withCases(of, (cases) => cases.toReversed());
  const found = metricDifference(old, young, "f1");
  expect(metricDifference(turned(old), young, "f1")).toEqual(found);
  expect(metricDifference(old, turned(young), "f1")).toEqual(found);
});

test("cases of one cluster, and the repeats of a case, are drawn together", () => {
  const clustered = metricDifference(birds([3, 8], { cluster: true }), birds([3], { cluster: true }), "f1");
  expect(clustered).toMatchObject({ method: "cluster_bootstrap", cases: 60 });
  const repeated = metricDifference(birds([3, 8], { repeats: 2 }), birds([3], { repeats: 2 }), "f1");
  expect(repeated).toMatchObject({ method: "cluster_bootstrap", cases: 60 });
});

test("a part of the cases is not compared by pairs: what got worse may be in the rest", () => {
  const part = withCases(young, (cases) => cases.filter((line) => !line.endsWith(" p33")));
  expect(metricDifference(old, part, "f1")?.by).toBe("intervals");
  const fewer = evidenceOfResults(
    Array.from({ length: 40 }, (_, place) => {
      const is = place % 2 === 0 ? "Adelie" : "Gentoo";
      return scoredResult(`p${place}`, [{ name: "f1", metric: "f1_macro", truth: is, prediction: is }]);
    }),
  );
  expect(metricDifference(old, fewer, "f1")?.by).toBe("intervals");
  expect(metricDifference(fewer, old, "f1")?.by).toBe("intervals");
});

test("figures of single cases that do not give the figure of all are not compared", () => {
  const forged = (of: EvaluationEvidence, name: string) =>
    of.outcomes === undefined
      ? of
      : {
          ...of,
          outcomes: {
            ...of.outcomes,
            metrics: [...of.outcomes.metrics, name],
            cases: of.outcomes.cases.map((line) => {
              const words = line.split(" ");
              return [...words.slice(0, 10), "1", ...words.slice(10)].join(" ");
            }),
          },
        };
  expect(metricDifference(old, young, "f1")?.by).toBe("pairs");
  expect(metricDifference(forged(old, "f1"), forged(young, "f1"), "f1")?.after).not.toBe(1);
});

test.each<[string, EvaluationEvidence]>([
  ["evidence from before truth and prediction were kept", withoutScores(young)],
  ["another truth", birds([3], { truth: "Chinstrap" })],
  ["a summary that says another figure", { ...young, summary: { ...young.summary, metrics: { f1: 0.99 } } }],
  [
    "a line that was damaged",
    withCases(young, (cases) => cases.map((line) => line.replace(/ \d p9$/, " 9 p9"))),
  ],
])("%s is compared by the interval of each", (_, after) => {
  expect(metricDifference(old, after, "f1")?.by).toBe("intervals");
});

test("the calibration error, whose bias pairs do not take away, is compared by the interval of each", () => {
  const forecasts = (shift: number) =>
    evidenceOfResults(
      Array.from({ length: 60 }, (_, place) => {
        const [is, score] = [String(place % 2), ((place * 7 + shift) % 60) / 60];
        return scoredResult(`p${place}`, [
          { name: "ece", metric: "ece", truth: is, prediction: is, scores: { 1: score }, task: "binary" },
        ]);
      }),
    );
  expect(metricDifference(forecasts(0), forecasts(5), "ece")?.by).toBe("intervals");
});

test("it is written and read back the same; a kind of column or a task that nobody knows is a problem", () => {
  const text = formatEvidence(young);
  const read = (changed: string) => readEvidence(new TextEncoder().encode(changed), evidenceDigest(changed));
  expect(read(text)).toEqual({ ok: true, value: young });
  expect(read(text.replace('"text"', '"word"'))).toMatchObject({
    problem: '"columns" must be a list of text and number',
  });
  expect(read(text.replace('"truth": 0', '"truth": "0"'))).toMatchObject({
    problem: '"truth" must be a whole number',
  });
});
