import { expect, test } from "vitest";
import { comparePairs } from "../../../src/stats/compare-pairs.js";
import { binomialCdf } from "../../../src/stats/distributions/binomial.js";
import { meanEstimate } from "../../../src/stats/mean-estimate.js";
import { rateEstimate } from "../../../src/stats/rate-estimate.js";
import { SeededRandom } from "../../../src/stats/seeded-random.js";
import type { Interval } from "../../../src/stats/types.js";

const studies = 500;
type Draw = () => number;

function uniform(seed: string): Draw {
  const random = new SeededRandom(seed);
  return () => random.next() / 2 ** 32;
}

/** Fewest of the studies that may hold the truth, so that a true coverage of `share` fails once in a thousand times. */
function fewestHits(share: number): number {
  let hits = 0;
  while (binomialCdf(hits, studies, share) < 0.001) hits++;
  return hits;
}

function hits(truth: number, interval: () => Interval | undefined): number {
  let count = 0;
  for (let study = 0; study < studies; study++) {
    const [low = Number.NaN, high = Number.NaN] = interval() ?? [];
    if (low <= truth && truth <= high) count++;
  }
  return count;
}

/** What is promised beside 95 %: of 30 units and more at most 2 points less, of 15 at most 4, for skewed scores too. */
const slack = new Map([
  [15, 0.04],
  [30, 0.02],
  [60, 0.02],
]);

const scores: readonly [name: string, mean: number, score: (draw: Draw) => number][] = [
  ["passed or failed", 0.9, (draw) => (draw() < 0.9 ? 1 : 0)],
  ["mostly 1", 0.925, (draw) => (draw() < 0.85 ? 1 : draw())],
  ["1 or a half", 0.9, (draw) => (draw() < 0.8 ? 1 : 0.5)],
  ["even", 0.75, (draw) => 0.6 + 0.3 * draw()],
  ["with a long tail", 6 / 7, (draw) => 1 - draw() ** 6],
];

for (const [units, less] of slack) {
  test.each(scores)(`the mean of ${units} scores, %s, is covered as stated`, (name, mean, score) => {
    const draw = uniform(`${name} ${units}`);
    const interval = (): Interval | undefined =>
      meanEstimate(
        Array.from({ length: units }, () => ({ sum: score(draw), count: 1 })),
        { resamples: 300 },
      ).interval;
    expect(hits(mean, interval)).toBeGreaterThanOrEqual(fewestHits(0.95 - less));
  });

  test(`the difference of ${units} cases with three repeats is covered as stated`, () => {
    const draw = uniform(`repeats ${units}`);
    const share = (rate: number): number => [0, 0, 0].filter(() => draw() < rate).length / 3;
    const interval = (): Interval | undefined =>
      comparePairs(
        Array.from({ length: units }, (_, place) => {
          const rate = draw() < 0.8 ? 0.98 : draw();
          return { id: `${place}`, cluster: `${place}`, before: share(rate), after: share(0.9 * rate) };
        }),
        "rate",
        { resamples: 300 },
      ).interval;
    expect(hits(-0.1 * (0.8 * 0.98 + 0.1), interval)).toBeGreaterThanOrEqual(fewestHits(0.95 - less));
  });
}

test.each([10, 20, 40])("the rate of %i clusters of unequal size is covered", (clusters) => {
  const draw = uniform(`clusters ${clusters}`);
  const interval = (): Interval | undefined =>
    rateEstimate(
      Array.from({ length: clusters }, () => {
        const count = 1 + Math.floor(6 * draw());
        const rate = draw() < 0.7 ? 1 : 0.5;
        return { sum: Array.from({ length: count }).filter(() => draw() < rate).length, count };
      }),
    ).interval;
  expect(hits(0.85, interval)).toBeGreaterThanOrEqual(fewestHits(0.93));
});
