import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { columnTests } from "../../../src/drift/column-tests.js";
import { defaultTests, defaultThresholds } from "../../../src/drift/monitor.js";
import type { ColumnProfile, Knot, NumericProfile } from "../../../src/drift/profile.js";
import type { DriftTest } from "../../../src/drift/verdict.js";
import { normalCdf, normalQuantile } from "../../../src/stats/distributions/normal.js";
import { benjaminiHochberg } from "../../../src/stats/drift/benjamini-hochberg.js";
import { shuffledPlaces } from "../../../src/stats/drift/shuffled.js";
import { SeededRandom } from "../../../src/stats/seeded-random.js";
import { numericProfileOf } from "../../support/numeric-profile.js";

const [header = "", ...lines] = readFileSync("examples/penguins/data/penguins.csv", "utf8")
  .trim()
  .split("\n");
const rows = lines.map((line) => line.split(","));
const numbers = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "year"];
const words = ["species", "island", "sex"];

type Change = (column: string, value: string) => string;
const unchanged: Change = (_, value) => value;

function valuesOf(column: string, of: readonly (readonly string[])[], change: Change): string[] {
  const place = header.split(",").indexOf(column);
  return of.map((row) => change(column, row[place] ?? "NA")).filter((value) => value !== "NA");
}

function categoriesOf(values: readonly string[]): ColumnProfile {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return {
    kind: "categorical",
    rows: values.length,
    nulls: 0,
    distinct: counts.size,
    top: [...counts],
    other: 0,
  };
}

/** Which columns drift between two parts of the penguins: effects at their thresholds, and q-values over all columns. */
function drifting(before: readonly string[][], now: readonly string[][], change: Change): string[] {
  const measured = [...numbers, ...words].map((name) => {
    const [a, b] = [valuesOf(name, before, unchanged), valuesOf(name, now, change)];
    const kind = words.includes(name) ? "categorical" : "numeric";
    const baseline = kind === "numeric" ? numericProfileOf(a.map(Number)) : categoriesOf(a);
    const current = kind === "numeric" ? numericProfileOf(b.map(Number)) : categoriesOf(b);
    const tests = columnTests(kind, baseline, current, defaultThresholds);
    return { name, deciding: tests.filter((each) => defaultTests[kind].includes(each.name)) };
  });
  const family = measured.flatMap(({ deciding }) => deciding.filter(({ pValue }) => pValue !== undefined));
  const q = benjaminiHochberg(family.map(({ pValue }) => pValue ?? 1));
  const says = (each: DriftTest): boolean =>
    each.pValue === undefined ? each.drifted : (q[family.indexOf(each)] ?? 1) <= each.threshold;
  return measured.filter(({ deciding }) => deciding.every(says)).map(({ name }) => name);
}

/** How many of the seeded splits of the penguins in halves let each column drift, and how many any. */
function alarms(splits: number, change: Change = unchanged): Map<string, number> {
  const counts = new Map<string, number>();
  for (let split = 0; split < splits; split++) {
    const places = shuffledPlaces(rows.length, new SeededRandom(`split ${split}`));
    const half = (from: number, to: number) => places.slice(from, to).map((place) => rows[place] ?? []);
    const found = drifting(half(0, 172), half(172, 344), change);
    for (const name of found.length > 0 ? [...found, "any"] : [])
      counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

test("of 1,000 splits of the penguins in halves, at most 1 in 20 has a column that drifts", () => {
  const counts = alarms(1000);
  expect(counts.get("any") ?? 0).toBeLessThanOrEqual(50);
});

test("half a standard deviation in one column is found in 95 of 100 halves of the penguins, and little besides", () => {
  const counts = alarms(200, (column, value) =>
    column === "body_mass_g" && value !== "NA" ? String(Number(value) + 401) : value,
  );
  expect(counts.get("body_mass_g")).toBeGreaterThanOrEqual(190);
  for (const name of [...numbers, ...words].filter((each) => each !== "body_mass_g"))
    expect(counts.get(name) ?? 0).toBeLessThanOrEqual(10);
});

test("a category that takes a quarter of the rows from another is found in 95 of 100 halves", () => {
  let seen = 0;
  const counts = alarms(200, (column, value) => {
    if (column !== "island" || value !== "Biscoe") return value;
    seen++;
    return seen % 2 === 0 ? "Dream" : value;
  });
  expect(counts.get("island")).toBeGreaterThanOrEqual(190);
});

/** What three million normal numbers, exactly in their shares, are at the knots of the standard normal distribution. */
function normalAtKnots(mean: number, shape: (x: number) => number = (x) => x): NumericProfile {
  const n = 3_000_000;
  const places = Array.from({ length: 257 }, (_, cell) =>
    normalQuantile(Math.min(Math.max(cell / 256, 0.5 / n), 1 - 0.5 / n)),
  );
  const knots: Knot[] = places.map((place) => {
    const count = Math.round(n * normalCdf(place - mean));
    return [shape(place), count, count];
  });
  const [first, last] = [places[0] ?? 0, places[256] ?? 0];
  let [sum, squares] = [0, 0];
  const steps = 20_000;
  for (let step = 0; step < steps; step++) {
    const x = shape(normalQuantile((step + 0.5) / steps) + mean);
    sum += x / steps;
    squares += (x * x) / steps;
  }
  return {
    kind: "numeric",
    rows: n,
    nulls: 0,
    nan: 0,
    positiveInfinity: 0,
    negativeInfinity: 0,
    zeros: 0,
    min: shape(first),
    max: shape(last),
    mean: sum,
    m2: n * (squares - sum * sum),
    knots,
  };
}

test.each([
  ["normal", (x: number) => x],
  ["with a long tail", Math.exp],
] as const)(
  "three million rows, %s, with a shift that is certain and does not matter: the effect stays below its threshold",
  (_, shape) => {
    const tests = columnTests(
      "numeric",
      normalAtKnots(0, shape),
      normalAtKnots(0.01, shape),
      defaultThresholds,
    );
    const find = (name: string) => tests.find((each) => each.name === name);
    expect(find("ks")?.pValue).toBeLessThan(1e-10);
    expect(find("ks")?.drifted).toBe(true);
    expect(find("wasserstein")).toMatchObject({ drifted: false });
    expect(Math.abs((find("wasserstein")?.effect ?? 1) - 0.01)).toBeLessThan(0.005);
    for (const name of ["psi", "jensen_shannon", "hellinger", "total_variation"])
      expect(find(name)?.drifted).toBe(false);
  },
);
