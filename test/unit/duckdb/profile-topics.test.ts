import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { DataProfile, TextProfile } from "../../../src/drift/profile.js";
import { profileSource } from "../../../src/duckdb/profile-source.js";
import { wordsOf } from "../../../src/stats/drift/words.js";
import { openTable } from "../../support/open-table.js";
import { countedTopics } from "../../support/text-profile.js";

const lines = readFileSync("test/fixtures/drift/sentences.jsonl", "utf8").trim().split("\n");
const texts = lines.map((line): string => JSON.parse(line).text);
const columns = [{ name: "text", kind: "text" }] as const;

async function profiled(
  rows: readonly string[],
  knots?: DataProfile,
  threads?: number,
): Promise<DataProfile> {
  return profileSource(await openTable("a.jsonl", `${rows.join("\n")}\n`, threads), columns, knots);
}

function textOf({ columns: [column] }: DataProfile): TextProfile {
  if (column?.profile.kind !== "text") throw new Error("no text");
  return column.profile;
}

test("a baseline finds topics in half of its texts and counts the others by them, on any number of threads", async () => {
  const profile = await profiled(lines);
  const { topics } = textOf(profile);
  expect(topics?.terms.length).toBeGreaterThan(100);
  expect(topics?.texts.length).toBeGreaterThan(4);
  const counted = (topics?.texts ?? []).reduce((sum, count) => sum + count, topics?.none ?? 0);
  expect(counted).toBe(lines.length - Math.floor(lines.length / 2));
  for (const [term, ...weights] of topics?.terms ?? []) {
    expect(weights.length).toBe(topics?.texts.length);
    expect(texts.filter((text) => wordsOf(text).includes(term)).length).toBeGreaterThanOrEqual(10);
  }
  // Compact: about 30 characters a term.
  expect(JSON.stringify(topics).length).toBeLessThan(15_000);
  for (const threads of [1, 4]) expect(await profiled(lines, undefined, threads)).toEqual(profile);
});

test("on a baseline every text is counted by the topic whose weights sum to most over its words", async () => {
  const baseline = await profiled(lines);
  const rows = [
    ...lines.slice(0, 700),
    '{"text":null}',
    '{"text":""}',
    '{"text":"zzz yyy"}',
    '{"text":"the"}',
  ];
  const { topics } = textOf(await profiled(rows, baseline));
  const { terms } = textOf(baseline).topics ?? { terms: [] };
  const all = [...texts.slice(0, 700), "", "zzz yyy", "the"];
  expect(topics).toEqual(countedTopics(all.map(wordsOf), terms));
  expect(topics?.none).toBeGreaterThanOrEqual(2);
});

test("few texts, a redacted column and a baseline without topics have none", async () => {
  expect(textOf(await profiled(lines.slice(0, 199))).topics).toBeUndefined();
  const source = await openTable("a.jsonl", `${lines.join("\n")}\n`);
  for (const redact of ["hash", "drop"] as const) {
    const redacted = await profileSource(source, [{ name: "text", kind: "text", redact }]);
    expect(textOf(redacted).topics).toBeUndefined();
    expect(JSON.stringify(redacted)).not.toContain("baseline");
  }
  const older = await profiled(lines.slice(0, 199));
  expect(textOf(await profiled(lines, older)).topics).toBeUndefined();
});

test("more rows than are counted at once are all counted", async () => {
  const some = texts.slice(0, 500);
  const many = Array.from({ length: 260_000 }, (_, at) => `"${some[at % 500]?.replaceAll('"', '""')}"`);
  const baseline = await profiled(lines);
  const source = await openTable("a.csv", ["text", ...many, ""].join("\n"));
  const often = textOf(await profileSource(source, columns, baseline)).topics;
  const once = countedTopics(some.map(wordsOf), often?.terms ?? []);
  expect(often?.texts).toEqual(once.texts.map((count) => count * 520));
  expect(often?.none).toBe(once.none * 520);
});
