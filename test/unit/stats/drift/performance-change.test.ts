import { expect, test } from "vitest";
import { meanChange, rateChange } from "../../../../src/stats/drift/performance-change.js";
import { driftFixture } from "../../../support/drift-fixture.js";
import { expectInterval } from "../../../support/stats-fixture.js";

type Eight = readonly [number, number, number, number, number, number, number, number];
const fixture = driftFixture<{
  readonly rates: readonly (readonly [number, number, number, number, number, number, number])[];
  readonly means: readonly Eight[];
}>("performance");

test("a change of a rate has the interval of statsmodels", () => {
  for (const [before, n, now, m, confidence, low, high] of fixture.rates) {
    const change = rateChange({ successes: before, n }, { successes: now, n: m }, confidence);
    expectInterval(change.interval, [low, high]);
    expect(change.changed).toBe(low > 0 || high < 0);
  }
});

test("a change of a mean has the interval of statsmodels", () => {
  for (const [mean, sd, n, meanNow, sdNow, m, low, high] of fixture.means) {
    const change = meanChange({ mean, sd, n }, { mean: meanNow, sd: sdNow, n: m });
    expectInterval(change.interval, [low, high]);
    expect(change.changed).toBe(low > 0 || high < 0);
  }
});

test("one value says nothing of a mean, and values that never vary all there is", () => {
  const still = { mean: 2, sd: 0, n: 9 };
  expect(meanChange({ ...still, n: 1 }, still)).toEqual({ difference: 0, method: "welch", changed: false });
  expect(meanChange(still, { ...still, mean: 3 })).toMatchObject({ interval: [1, 1], changed: true });
});
