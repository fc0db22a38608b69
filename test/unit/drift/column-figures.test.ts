import { expect, test } from "vitest";
import { ColumnFigures } from "../../../src/drift/column-figures.js";
import { NumericScan } from "../../../src/drift/numeric-scan.js";
import { SeededRandom } from "../../../src/stats/seeded-random.js";

const count = 20_000;

function seeded(seed: string, value: (next: () => number, at: number) => number): Float64Array {
  const random = new SeededRandom(seed);
  const next = () => random.next() / 2 ** 32;
  // Adding zero makes minus zero zero.
  return Float64Array.from({ length: count }, (_, at) => value(next, at) + 0);
}

function bell(next: () => number): number {
  return Math.sqrt(-2 * Math.log(next() + 1e-9)) * Math.cos(2 * Math.PI * next());
}

const columns = {
  "on both sides of zero": seeded("a", bell),
  "rounded, with ties": seeded("b", (next) => Math.round(bell(next) * 100) / 100),
  "with a long tail": seeded("c", (next) => Math.exp(3 * bell(next))),
  "a hundred whole numbers": seeded("d", (next) => Math.floor(next() * 100)),
  "300 whole numbers": seeded("e", (next) => Math.floor(next() * 300)),
  "close together and far from zero": seeded("f", (next) => 1e12 + bell(next)),
  "of all sizes": seeded("g", (next) => bell(next) * 10 ** Math.floor(600 * next() - 300)),
  "all the same": seeded("h", () => 7),
  "below zero and all the same": seeded("i", () => -7),
  "close together, but for a few": seeded("j", (next, at) => (at % 1000 === 0 ? 1e300 : 5 + 1e-9 * next())),
  "half of them zero": seeded("k", (next) => (next() < 0.5 ? 0 : bell(next))),
  "the two least doubles": seeded("l", (next) => (next() < 0.5 ? 5e-324 : -5e-324)),
  "the two greatest doubles": seeded("m", (next) => Number.MAX_VALUE * (next() < 0.5 ? 1 : -1)),
  "rising, as times are": seeded("n", (_, at) => 1_735_689_600_000 + at * 1000),
};

function ofSorted(values: Float64Array, knots?: readonly number[]) {
  const sorted = values.slice().sort();
  const largest = Math.max(Math.abs(sorted[0] ?? 0), Math.abs(sorted.at(-1) ?? 0));
  const scan = new NumericScan({ count: values.length, largest, ...(knots !== undefined && { knots }) });
  scan.add(sorted);
  return scan.figures();
}

function ofUnsorted(figures: ColumnFigures, values: Float64Array, knots?: readonly number[]) {
  const ends = {
    min: values.reduce((least, value) => Math.min(least, value)),
    max: values.reduce((most, value) => Math.max(most, value)),
    zeros: values.filter((value) => value === 0).length,
  };
  return figures.of(values, ends, knots);
}

test.each(Object.entries(columns))("values %s have the figures of the same values sorted", (_, values) => {
  const figures = new ColumnFigures();
  const own = ofSorted(values);
  expect(ofUnsorted(figures, values.slice())).toEqual(own);
  const knots = own.knots.map(([knot]) => knot);
  const beside = knots.flatMap((knot) => [knot - Math.abs(knot) / 1e9, knot, knot + Math.abs(knot) / 1e6]);
  const rising = [...new Set(beside)].filter(Number.isFinite).sort((a, b) => a - b);
  const others = ofSorted(columns["on both sides of zero"]).knots.map(([knot]) => knot);
  for (const given of [knots, rising, others, [], [-1e301, 0, 1e301]])
    expect(ofUnsorted(figures, values.slice(), given)).toEqual(ofSorted(values, given));
});

test("the order of the values does not show, and they are all still there", () => {
  const values = columns["of all sizes"].slice();
  const figures = new ColumnFigures();
  const once = ofUnsorted(figures, values);
  expect(ofUnsorted(figures, values)).toEqual(once);
  expect(ofUnsorted(figures, values.slice().reverse())).toEqual(once);
  expect(values.slice().sort()).toEqual(columns["of all sizes"].slice().sort());
});

test("few values, and none, have figures too", () => {
  const figures = new ColumnFigures();
  const few = columns["on both sides of zero"].slice(0, 900);
  expect(ofUnsorted(figures, few.slice())).toEqual(ofSorted(few));
  const ends = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, zeros: 0 };
  expect(figures.of(new Float64Array(0), ends, [1])).toMatchObject({ min: null, knots: [[1, 0, 0]] });
});
