import { describe, expect, test } from "vitest";
import { SequentialDecision } from "../../../../src/evals/outcomes/sequential-decision.js";
import type { SequentialGoal } from "../../../../src/evals/outcomes/sequential-outcome.js";
import { binomialCdf } from "../../../../src/stats/distributions/binomial.js";
import { SeededRandom } from "../../../../src/stats/seeded-random.js";

const baseline: SequentialGoal = { kind: "baseline", path: "evals/baselines/s.json", effect: 0.05 };
const target: SequentialGoal = { kind: "target", rate: 0.9 };
const studies = 2000;

function uniform(seed: string): () => number {
  const random = new SeededRandom(seed);
  return () => random.next() / 2 ** 32;
}

/** The number that so many studies stay at or below with 99.9 % if each alarm has this chance. */
function mostAlarms(chance: number): number {
  let alarms = 0;
  while (binomialCdf(alarms, studies, chance) < 0.999) alarms++;
  return alarms;
}

function decide(goal: SequentialGoal, value: () => number, most: number): SequentialDecision {
  const decision = new SequentialDecision(goal);
  while (decision.units < most && decision.add(value()) === undefined);
  return decision;
}

describe("looked at after each case, 2,000 times", () => {
  test("a system held against itself is called worse, or better, no more often than stated", () => {
    const draw = uniform("against itself");
    const flip = () => Number(draw() < 0.85) - Number(draw() < 0.85);
    let [regressed, improved] = [0, 0];
    for (let study = 0; study < studies; study++) {
      const { verdict } = decide(baseline, flip, 150);
      if (verdict === "regressed") regressed++;
      if (verdict === "improved") improved++;
    }
    expect(regressed).toBeLessThanOrEqual(mostAlarms(0.025));
    expect(improved).toBeLessThanOrEqual(mostAlarms(0.025));
  });

  test("a pass rate at the target is called above, or below, no more often than stated", () => {
    const draw = uniform("at the target");
    let [above, below] = [0, 0];
    for (let study = 0; study < studies; study++) {
      const { verdict } = decide(target, () => Number(draw() < 0.9), 150);
      if (verdict === "above") above++;
      if (verdict === "below") below++;
    }
    expect(above).toBeLessThanOrEqual(mostAlarms(0.025));
    expect(below).toBeLessThanOrEqual(mostAlarms(0.025));
  });
});

test("a clear difference is found long before the end, and stays found", () => {
  const draw = uniform("clear");
  const worse = decide(baseline, () => -Number(draw() < 0.3), 400);
  expect(worse.verdict).toBe("regressed");
  expect(worse.units).toBeLessThan(100);
  expect(worse.pValue).toBeLessThanOrEqual(0.05);
  const { units, value, interval } = worse;
  expect(worse.add(1)).toBe("regressed");
  expect(worse).toMatchObject({ units, value, interval });
  expect(decide(target, () => 1, 400)).toMatchObject({ verdict: "above", value: 1 });
  expect(decide(target, () => 0, 400).verdict).toBe("below");
});

test("no case that changes says in the end that no change matters", () => {
  const decision = decide(baseline, () => 0, 2000);
  expect(decision.verdict).toBe("no_evidence");
  const [low, high] = decision.interval;
  expect([low >= -0.05, high <= 0.05]).toEqual([true, true]);
});

test("before the first case anything is possible", () => {
  const decision = new SequentialDecision(target);
  expect(decision).toMatchObject({ value: null, units: 0, interval: [0, 1], pValue: 1 });
  expect(decision.verdict).toBeUndefined();
});
