import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkDrift } from "../../../src/drift/check.js";
import type { ColumnProfile, DataProfile } from "../../../src/drift/profile.js";
import { readMonitor } from "../../../src/drift/read-monitor.js";
import { shuffledPlaces } from "../../../src/stats/drift/shuffled.js";
import { SeededRandom } from "../../../src/stats/seeded-random.js";
import { numericProfileOf } from "../../support/numeric-profile.js";

const [header = "", ...lines] = readFileSync("examples/penguins/data/penguins.csv", "utf8")
  .trim()
  .split("\n");
const names = header.split(",");
const rows = lines.map((line) => line.split(","));
const words = new Set(["species", "island", "sex", "year"]);
const monitor = readMonitor(
  `columns:\n${names.map((name) => `  ${name}: {kind: ${words.has(name) ? "categorical" : "numeric"}}\n`).join("")}`,
  "penguins",
  "penguins.drift.yaml",
);

function categories(values: readonly string[], count: number): ColumnProfile {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const top = [...counts].sort((a, b) => b[1] - a[1]);
  return {
    kind: "categorical",
    rows: count,
    nulls: count - values.length,
    distinct: top.length,
    top,
    other: 0,
  };
}

/** @param on the baseline, on whose knots the profile is taken. @param shift of the body mass, in grams. */
function profileOf(part: readonly string[][], on?: DataProfile, shift = 0): DataProfile {
  const columns = names.map((name, place) => {
    const values = part.map((row) => row[place] ?? "NA").filter((value) => value !== "NA");
    if (words.has(name)) return { name, type: "VARCHAR", profile: categories(values, part.length) };
    const numbers = values.map((value) => Number(value) + (name === "body_mass_g" ? shift : 0));
    const before = on?.columns[place]?.profile;
    const profile = numericProfileOf(numbers, before?.kind === "numeric" ? before : undefined);
    return {
      name,
      type: "DOUBLE",
      profile: { ...profile, rows: part.length, nulls: part.length - numbers.length },
    };
  });
  return { rows: part.length, columns };
}

/** How many of seeded splits of the penguins in halves are said to drift. */
function drifting(splits: number, shift = 0): number {
  const random = new SeededRandom("splits");
  let drifted = 0;
  for (let split = 0; split < splits; split++) {
    const places = shuffledPlaces(rows.length, random);
    const half = (odd: 0 | 1) => places.filter((_, at) => at % 2 === odd).map((place) => rows[place] ?? []);
    const baseline = profileOf(half(0));
    const profile = profileOf(half(1), baseline, shift);
    const columns = names.map((name) => ({ name, type: words.has(name) ? "VARCHAR" : "DOUBLE" }));
    if (checkDrift(baseline, { profile, columns }, monitor).verdict === "drift") drifted++;
  }
  return drifted;
}

test("of 1,000 fair splits of the penguins at most 5 in 100 are said to drift", () => {
  expect(drifting(1000)).toBeLessThanOrEqual(50);
});

test("half a standard deviation in one of eight columns is found in at least 9 of 10 splits", () => {
  // The body mass has a standard deviation of 801 g.
  expect(drifting(200, 400)).toBeGreaterThanOrEqual(180);
});
