import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { columnFacts } from "../../../src/duckdb/column-facts.js";
import { openSource } from "../../../src/duckdb/open-source.js";
import { profileSource } from "../../../src/duckdb/profile-source.js";
import { tempFolder } from "../../support/temp-folder.js";

/** Enough that two threads read it in pieces: about 30 MB. */
const rows = 400_000;
const folder = tempFolder();
const path = join(folder, "rows.csv");

beforeAll(() => {
  const file = openSync(path, "w");
  writeSync(file, "id,value,day,word,text\n");
  let lines: string[] = [];
  for (let id = 1; id <= rows; id++) {
    const value = ((id * 7919) % 10_007) / 7;
    const day = new Date(Date.UTC(2020, 0, 1 + (id % 900))).toISOString().slice(0, 10);
    lines.push(`${id},${value},${day},${"abc"[id % 3]},some words about number ${id % 977} and more\n`);
    if (lines.length < 10_000) continue;
    writeSync(file, lines.join(""));
    lines = [];
  }
  closeSync(file);
});

function open(anyOrder: boolean) {
  return openSource({ path, file: "rows.csv", tempDir: join(folder, "tmp"), threads: 2, anyOrder });
}

const columns = [
  { name: "value", kind: "numeric" },
  { name: "day", kind: "timestamp" },
  { name: "word", kind: "categorical" },
] as const;

test("rows in any order have the same profile and say the same of their columns", async () => {
  const [ordered, unordered] = [await open(false), await open(true)];
  try {
    expect(unordered.columns).toEqual(ordered.columns);
    expect(await columnFacts(unordered)).toEqual(await columnFacts(ordered));
    expect(await profileSource(unordered, columns)).toEqual(await profileSource(ordered, columns));
  } finally {
    await ordered.close();
    await unordered.close();
  }
});

test("texts are looked at in the order of the file, in which their rows have numbers again", async () => {
  const [ordered, unordered] = [await open(false), await open(true)];
  try {
    const text = [{ name: "text", kind: "text" }] as const;
    expect(await profileSource(unordered, text)).toEqual(await profileSource(ordered, text));
    const [wrong] = await unordered.query<{ n: number }>(
      `SELECT count(*) AS n FROM ${unordered.table} WHERE id <> ${unordered.rowNumber}`,
    );
    expect(wrong?.n).toBe(0);
  } finally {
    await ordered.close();
    await unordered.close();
  }
});

test("the first rows are those of the file", async () => {
  const source = await open(true);
  try {
    const [found] = await source.query(
      `SELECT min(id) AS low, max(id) AS high, count(*) AS n FROM ${source.head}`,
    );
    expect(found).toEqual({ low: 1, high: 10_000, n: 10_000 });
  } finally {
    await source.close();
  }
});
