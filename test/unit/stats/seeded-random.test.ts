import { expect, test } from "vitest";
import { SeededRandom } from "../../../src/stats/seeded-random.js";
import { statsFixture } from "../../support/stats-fixture.js";

const fixture = statsFixture<{
  random: Readonly<Record<string, readonly number[]>>;
  below: Readonly<Record<string, readonly number[]>>;
}>("estimates");

test("a seed gives the numbers that another implementation gives", () => {
  for (const [seed, numbers] of Object.entries(fixture.random)) {
    const random = new SeededRandom(seed);
    expect(numbers.map(() => random.next())).toEqual(numbers);
  }
});

test("numbers below a count are those of another implementation too", () => {
  const random = new SeededRandom("mlx");
  for (let skipped = 0; skipped < 20; skipped++) random.next();
  for (const [count, numbers] of Object.entries(fixture.below)) {
    expect(numbers.map(() => random.below(Number(count)))).toEqual(numbers);
  }
});

test("each number below a count comes as often", () => {
  const random = new SeededRandom("often");
  const seen = new Array<number>(7).fill(0);
  for (let draw = 0; draw < 70_000; draw++) {
    const drawn = random.below(7);
    seen[drawn] = (seen[drawn] ?? 0) + 1;
  }
  // Five standard deviations.
  for (const times of seen) expect(Math.abs(times - 10_000)).toBeLessThan(5 * Math.sqrt((70_000 * 6) / 49));
});

test.each([0, -1, 1.5, 2 ** 21 + 1, Number.NaN])("below %s is refused", (count) => {
  expect(() => new SeededRandom("mlx").below(count)).toThrow(RangeError);
});
