import { describe, expect, test } from "vitest";
import { BettingSequence } from "../../../src/stats/betting-sequence.js";
import { type CompareOptions, comparePairs } from "../../../src/stats/compare-pairs.js";
import { binomialCdf } from "../../../src/stats/distributions/binomial.js";
import { powerOfComparison } from "../../../src/stats/power.js";
import { SeededRandom } from "../../../src/stats/seeded-random.js";
import type { Pair } from "../../../src/stats/types.js";

const studies = 2000;
type Draw = () => number;

function uniform(seed: string): Draw {
  const random = new SeededRandom(seed);
  return () => random.next() / 2 ** 32;
}

/** The number that so many studies stay at or below with 99.9 % if each alarm has this chance. */
function mostAlarms(chance: number): number {
  let alarms = 0;
  while (binomialCdf(alarms, studies, chance) < 0.999) alarms++;
  return alarms;
}

const few: CompareOptions = { resamples: 50 };

function alarms(pairs: () => Pair[], kind: "rate" | "mean"): number {
  let count = 0;
  for (let study = 0; study < studies; study++) {
    const { pValue, difference } = comparePairs(pairs(), kind, { ...few, seed: `${study}` });
    if (pValue <= 0.05 && difference < 0) count++;
  }
  return count;
}

function cases(length: number, outcome: () => number, clusterSize = 1): Pair[] {
  return Array.from({ length }, (_, place) => ({
    id: `case-${place}`,
    before: outcome(),
    after: outcome(),
    cluster: `cluster-${Math.floor(place / clusterSize)}`,
  }));
}

describe("a system compared with itself 2,000 times is called worse no more often than stated", () => {
  test.each([60, 200])("by outcomes of %i cases", (length) => {
    const draw = uniform(`rates ${length}`);
    expect(alarms(() => cases(length, () => (draw() < 0.85 ? 1 : 0)), "rate")).toBeLessThanOrEqual(
      mostAlarms(0.025),
    );
  });

  test("by scores", () => {
    const draw = uniform("scores");
    const score = (): number => (draw() < 0.6 ? 1 : draw());
    expect(alarms(() => cases(60, score), "mean")).toBeLessThanOrEqual(mostAlarms(0.025));
  });

  test("by repeats", () => {
    const draw = uniform("repeats");
    const share = (): number => [0, 0, 0].filter(() => draw() < 0.8).length / 3;
    expect(alarms(() => cases(40, share), "rate")).toBeLessThanOrEqual(mostAlarms(0.025));
  });

  test("by clusters whose cases change together", () => {
    const draw = uniform("clusters");
    const study = (): Pair[] => {
      const [before, after] = [0, 1].map(() => Array.from({ length: 20 }, () => draw()));
      return cases(60, () => 0, 3).map((pair, place) => {
        const cluster = Math.floor(place / 3);
        const outcome = (luck: number | undefined): number =>
          (luck ?? 0) * 0.9 + draw() * 0.1 < 0.8 ? 1 : 0;
        return { ...pair, before: outcome(before?.[cluster]), after: outcome(after?.[cluster]) };
      });
    };
    expect(alarms(study, "rate")).toBeLessThanOrEqual(mostAlarms(0.025));
    // As if the cases were independent, it is called worse several times as often: that is what clusters are for.
    const apart = (): Pair[] => study().map((pair) => ({ ...pair, cluster: pair.id }));
    expect(alarms(apart, "rate")).toBeGreaterThan(2 * mostAlarms(0.025));
  });

  test("by looking after every one of 100 cases", () => {
    const draw = uniform("sequential");
    const outcome = (): number => (draw() < 0.7 ? 1 : 0);
    let [worse, changed] = [0, 0];
    for (let study = 0; study < studies; study++) {
      const sequence = new BettingSequence({ lower: -1, upper: 1 });
      let verdict: "above" | "below" | undefined;
      for (let seen = 0; seen < 100 && verdict === undefined; seen++) {
        sequence.add(outcome() - outcome());
        verdict = sequence.rejects(0);
      }
      if (verdict === "below") worse++;
      if (verdict !== undefined) changed++;
    }
    expect(worse).toBeLessThanOrEqual(mostAlarms(0.025));
    expect(changed).toBeLessThanOrEqual(mostAlarms(0.05));
  });
});

describe("a planted regression", () => {
  test.each([
    { length: 400, effect: 0.1, discordant: 0.2 },
    { length: 120, effect: 0.1, discordant: 0.2 },
  ])("of $effect among $length cases is found with the stated power", ({ length, effect, discordant }) => {
    const draw = uniform(`planted in ${length}`);
    const worse = (discordant + effect) / 2;
    let found = 0;
    for (let study = 0; study < studies; study++) {
      const pairs = cases(length, () => 0).map((pair) => {
        const luck = draw();
        return { ...pair, before: luck < worse || luck > discordant ? 1 : 0, after: luck < worse ? 0 : 1 };
      });
      const { pValue } = comparePairs(pairs, "rate");
      if (pValue <= 0.05) found++;
    }
    const power = powerOfComparison({ effect, cases: length, discordant });
    const missing = studies - found;
    expect(missing).toBeLessThanOrEqual(mostAlarms(1 - power));
    expect(found).toBeLessThanOrEqual(mostAlarms(power));
  });

  test("is found while looking after each case, mostly before half of 400 cases", () => {
    const draw = uniform("stop");
    let [found, cost] = [0, 0];
    for (let study = 0; study < 100; study++) {
      const sequence = new BettingSequence({ lower: -1, upper: 1 });
      let seen = 0;
      while (seen < 400 && sequence.rejects(0) === undefined) {
        const luck = draw();
        sequence.add(luck < 0.25 ? -1 : luck < 0.3 ? 1 : 0);
        seen++;
      }
      if (sequence.rejects(0) === "below") found++;
      cost += seen;
    }
    expect(found).toBeGreaterThan(95);
    expect(cost / 100).toBeLessThan(200);
  });
});
