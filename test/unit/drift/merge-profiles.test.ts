import { expect, test } from "vitest";
import { mergeProfiles } from "../../../src/drift/merge-profiles.js";
import type { DataProfile } from "../../../src/drift/profile.js";
import { profileSource } from "../../../src/duckdb/profile-source.js";
import { SeededRandom } from "../../../src/stats/seeded-random.js";
import { openTable } from "../../support/open-table.js";

const columns = [
  { name: "x", kind: "numeric" },
  { name: "few", kind: "numeric" },
  { name: "c", kind: "categorical" },
  { name: "many", kind: "categorical" },
  { name: "t", kind: "text" },
  { name: "at", kind: "timestamp" },
  { name: "e", kind: "embedding" },
] as const;

function rowsOf(count: number, seed: string): string[] {
  const random = new SeededRandom(seed);
  const next = () => random.next() / 2 ** 32;
  return Array.from({ length: count }, (_, at) => {
    const x =
      at % 97 === 0
        ? ""
        : at % 89 === 0
          ? "inf"
          : at % 83 === 0
            ? "NaN"
            : String((next() - 0.3) * 10 ** (at % 7));
    const words = Array.from({ length: at % 9 }, () => `w${Math.floor(next() ** 3 * 900)}`).join(" ");
    const time = new Date(1_700_000_000_000 + Math.floor(next() * 1e10)).toISOString();
    return [
      x,
      Math.floor(next() * 5),
      `c${Math.floor(next() * 12)}`,
      `id${Math.floor(next() * 3000)}`,
      words,
      time,
      next(),
      next(),
      -next(),
    ].join(",");
  });
}

async function profiled(rows: readonly string[], knots?: DataProfile): Promise<DataProfile> {
  const source = await openTable("a.csv", ["x,few,c,many,t,at,e_0,e_1,e_2", ...rows, ""].join("\n"));
  const profile = await profileSource(source, columns, knots);
  await source.close();
  return profile;
}

/** Compares two values: counts and means of numbers exactly, the other figures to 1e-12. */
function expectSame(whole: unknown, merged: unknown, path: string): void {
  if (typeof whole === "number" && typeof merged === "number" && /(?:m2|centroid\.\d+)$/.test(path)) {
    expect(Math.abs(merged - whole), path).toBeLessThanOrEqual(1e-12 * Math.max(Math.abs(whole), 1e-3));
    return;
  }
  // A part of a mean: what it is good for shows in the m2 of what is merged twice.
  if (typeof whole === "number" && typeof merged === "number" && path.endsWith(".meanRest")) {
    expect(Math.abs(merged - whole), path).toBeLessThanOrEqual(1e-5);
    return;
  }
  if (typeof whole !== "object" || whole === null || typeof merged !== "object" || merged === null) {
    expect(merged, path).toEqual(whole);
    return;
  }
  expect(Object.keys(merged).sort(), path).toEqual(Object.keys(whole).sort());
  const other = new Map(Object.entries(merged));
  for (const [key, value] of Object.entries(whole)) expectSame(value, other.get(key), `${path}.${key}`);
}

test("random splits, profiled on one set of knots, add up to the whole: counts and means exactly, m2 to 1e-12", async () => {
  const baseline = await profiled(rowsOf(1500, "baseline"));
  const random = new SeededRandom("splits");
  for (const count of [40, 900, 2500]) {
    const rows = rowsOf(count, `rows ${count}`);
    const whole = await profiled(rows, baseline);
    const shards: string[][] = Array.from({ length: 2 + random.below(4) }, () => []);
    for (const row of rows) shards[random.below(shards.length)]?.push(row);
    const parts = [];
    for (const shard of shards) parts.push(await profiled(shard, baseline));
    expectSame(whole, mergeProfiles(parts), `${count} rows in ${shards.length}`);
    const [first, ...rest] = parts;
    if (first !== undefined && rest.length > 0) {
      expectSame(whole, mergeProfiles([first, mergeProfiles(rest)]), "merged twice");
    }
  }
});

test.each([
  ["times of one hour", (at: number) => Date.UTC(2026, 2, 1) + at * 180 + ((at * 7919) % 97)],
  ["numbers a billion deviations from 0", (at: number) => 1e9 + ((at * 7919) % 1009) / 1009 + at / 40_000],
])("moments of %s add up to 1e-12, in two steps too", async (_, numberAt) => {
  const values = Array.from({ length: 20_000 }, (__, at) => numberAt(at));
  const profiledOf = async (some: readonly number[], knots?: DataProfile) => {
    const source = await openTable("a.csv", ["x", ...some, ""].join("\n"));
    const profile = await profileSource(source, [{ name: "x", kind: "numeric" }], knots);
    await source.close();
    return profile;
  };
  const whole = await profiledOf(values, await profiledOf(values));
  const parts = [];
  for (const [from, to] of [
    [0, 3000],
    [3000, 9000],
    [9000, 20_000],
  ])
    parts.push(await profiledOf(values.slice(from, to), whole));
  const [first, ...rest] = parts;
  if (first === undefined) throw new RangeError("there is no part");
  for (const merged of [mergeProfiles(parts), mergeProfiles([first, mergeProfiles(rest)])])
    expectSame(whole, merged, "whole");
});

test("profiles on other knots, of other columns or of other kinds are not added", async () => {
  const [a, b] = [await profiled(rowsOf(50, "a")), await profiled(rowsOf(50, "b"))];
  expect(() => mergeProfiles([a, b])).toThrow("x: the profiles are not on the same knots");
  const less = (from: number, to?: number) => ({ ...a, columns: a.columns.slice(from, to) });
  expect(() => mergeProfiles([a, a, less(1)])).toThrow("profile 3 lacks the column x");
  expect(() => mergeProfiles([less(0, -1), a])).toThrow("the first profile lacks the column e");
  expect(() => mergeProfiles([a, { ...a, columns: [...a.columns].reverse() }])).toThrow(
    "profile 2 has the column x in another place than the first",
  );
  expect(() => mergeProfiles([])).toThrow("there is no profile to merge");
  const texts = rowsOf(600, "texts");
  const [one, other] = [await profiled(texts), await profiled(rowsOf(600, "other texts"))];
  const textOf = ({ rows, columns: all }: DataProfile) => ({
    rows,
    columns: all.filter(({ name }) => name === "t"),
  });
  const onOne = await profiled(texts, one);
  const onOther = await profiled(texts, other);
  const [mixed] = textOf(onOther).columns;
  expect(textOf(onOne).columns[0]?.profile).toHaveProperty("topics.texts");
  const swapped = textOf(onOne).columns.map((column) =>
    mixed?.profile.kind === "text" && mixed.profile.topics !== undefined && column.profile.kind === "text"
      ? { ...column, profile: { ...column.profile, topics: mixed.profile.topics } }
      : column,
  );
  expect(() => mergeProfiles([textOf(onOne), { rows: 600, columns: swapped }])).toThrow(
    "t: not every profile is on the same topics",
  );
  const plain = { ...a, columns: a.columns.filter(({ name }) => name === "c") };
  expect(() => mergeProfiles([plain, plain])).toThrow("c: not every profile is on the values of a baseline");
});
