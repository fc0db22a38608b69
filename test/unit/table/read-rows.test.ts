import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Problem } from "../../../src/core/errors.js";
import { isTableName, readRows } from "../../../src/table/read-rows.js";
import { tempFolder } from "../../support/temp-folder.js";

async function read(name: string, content: string | Uint8Array) {
  const path = join(tempFolder(), name);
  writeFileSync(path, content);
  const problems: Problem[] = [];
  const rows: { line: number; values: Record<string, unknown> }[] = [];
  for await (const batch of readRows({ path, file: name }, (problem) => problems.push(problem))) {
    for (const { values, at } of batch) rows.push({ line: at.line, values: Object.fromEntries(values) });
  }
  return {
    rows,
    values: rows.map(({ values }) => values),
    problems: problems.map(({ line, column, message }) => `${line}:${column}: ${message}`),
  };
}

test("files of rows are told by their ending, whatever its case", () => {
  expect(["a.jsonl", "A.CSV", "a.tsv", "a.yml", "a.json", "a.ndjson", "a.parquet"].every(isTableName)).toBe(
    true,
  );
  expect(["a.txt", "jsonl", "a", "a.csv.mlx"].some(isTableName)).toBe(false);
});

test.each([
  ["a.jsonl", (row: number) => (row === 140 ? "{" : `{"n": "${row}"}`), ["142:2: "]],
  ["a.csv", (row: number) => (row === 140 ? "x,y" : row === 150 ? '"150"' : String(row)), ["142:1: "]],
] as const)(
  "%s: many rows come some at a time, all of them, each with its line",
  async (name, line, problems) => {
    const lines = Array.from({ length: 1000 }, (_, row) => line(row));
    const header = name.endsWith(".csv") ? "n" : "";
    const path = join(tempFolder(), name);
    writeFileSync(path, [header, ...lines].join("\n"));
    const told: string[] = [];
    const sizes: number[] = [];
    const rows: string[] = [];
    const report = ({ line: at, column }: Problem) => told.push(`${at}:${column}: `);
    for await (const batch of readRows({ path, file: name }, report)) {
      sizes.push(batch.length);
      for (const { values, at } of batch) rows.push(`${at.line} ${values.get("n")}`);
    }
    const expected = lines.map((_, row) => `${row + 2} ${row}`).filter((_, row) => row !== 140);
    expect(rows).toEqual(expected);
    expect(told).toEqual(problems);
    expect(Math.max(...sizes)).toBeLessThan(200);
  },
);

describe("JSON Lines", () => {
  test("gives an object a line; blank lines, CR LF, a byte order mark and a missing last line end do no harm", async () => {
    const { rows, problems } = await read("a.jsonl", '\ufeff{"a": 1}\r\n\r\n{"a": {"b": [null]}}');
    expect(rows).toEqual([
      { line: 1, values: { a: 1 } },
      { line: 3, values: { a: { b: [null] } } },
    ]);
    expect(problems).toEqual([]);
  });

  test("names every line that is wrong, at its column, and reads on", async () => {
    const { values, problems } = await read("a.jsonl", '{"a": 1}\n{"a": 1,}\n[1]\n"x"\n{"a"\n{"a": 2}\n');
    expect(values).toEqual([{ a: 1 }, { a: 2 }]);
    expect(problems).toEqual([
      "2:9: invalid JSON: expected a key here",
      '3:1: a row is an object of columns and values, like {"question": "…"}; found [1]',
      '4:1: a row is an object of columns and values, like {"question": "…"}; found "x"',
      "5:5: invalid JSON: expected : here",
    ]);
  });

  test("columns that are called like parts of an object are columns", async () => {
    const { rows } = await read("a.jsonl", '{"__proto__": "x", "constructor": 1}\n');
    expect(Object.entries(rows[0]?.values ?? {})).toEqual([
      ["__proto__", "x"],
      ["constructor", 1],
    ]);
  });

  test("a row that is nested without end is refused, not read", async () => {
    const deep = `{"a": ${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
    expect((await read("a.jsonl", `${deep}\n`)).problems).toEqual([
      "1:1: the row is nested more than 100 levels deep",
    ]);
  });

  test("rows longer than what is read at once arrive whole", async () => {
    const long = "é".repeat(700_000);
    const { values, problems } = await read("a.jsonl", `{"a": "${long}"}\n{"a": "y"}\n`);
    expect(problems).toEqual([]);
    expect(values.map(({ a }) => String(a).length)).toEqual([700_000, 1]);
  });
});

describe("encodings", () => {
  test("a byte of Latin-1 is named with its line and column", async () => {
    const { problems } = await read("a.jsonl", Buffer.from('{"a": "x"}\n{"a": "Köln"}\n', "latin1"));
    expect(problems).toEqual([
      "2:9: the byte 0xf6 is not UTF-8; the file may be Latin-1 (Windows-1252): save it as UTF-8",
    ]);
  });

  test("UTF-16 and a NUL byte are told as what they are", async () => {
    expect((await read("a.csv", Buffer.from("\ufeffa,b\n", "utf16le"))).problems).toEqual([
      "1:1: the file is UTF-16 (little-endian); save it as UTF-8",
    ]);
    expect((await read("a.csv", "a,b\n1,\0\n")).problems).toEqual([
      "2:3: a NUL byte: this is no text file, or it was cut off while it was written",
    ]);
  });

  test.each(["a.jsonl", "a.csv", "a.json", "a.yaml"])("an empty %s has no rows", async (name) => {
    expect(await read(name, "")).toMatchObject({ rows: [], problems: [] });
    expect(await read(name, "\ufeff")).toMatchObject({ rows: [], problems: [] });
  });
});

describe("CSV", () => {
  test("quotes hold commas, line ends and doubled quotes; lines are counted through them", async () => {
    const { rows, problems } = await read("a.csv", 'id,text\r\n1,"a, ""b""\nc"\r\n2, 5" pipe\r\n');
    expect(rows).toEqual([
      { line: 2, values: { id: "1", text: 'a, "b"\nc' } },
      { line: 4, values: { id: "2", text: ' 5" pipe' } },
    ]);
    expect(problems).toEqual([]);
  });

  test("a header alone has no rows, a byte order mark is no part of the first name, and CR ends a line", async () => {
    expect(await read("a.csv", "\ufeffid,text\n")).toMatchObject({ rows: [], problems: [] });
    expect((await read("a.csv", "\ufeffid,text\r1,x\r2,y")).values).toEqual([
      { id: "1", text: "x" },
      { id: "2", text: "y" },
    ]);
  });

  test("a ragged row is named with the columns that it lacks, or the cell that is too many", async () => {
    const { values, problems } = await read("a.csv", "a,b,c\n1\n1,2,3,four\n1,2,3\n");
    expect(values).toEqual([{ a: "1", b: "2", c: "3" }]);
    expect(problems).toEqual([
      "2:1: the row has 1 cell, the header 3 columns: nothing is given for b, c",
      '3:1: the row has 4 cells, the header 3 columns: "four" belongs to none; put a cell that holds the separator in quotes',
    ]);
  });

  test("an open quote is told where it opens, a stray text after one where it stands", async () => {
    expect((await read("a.csv", 'a,b\n1,"x\n2,y\n')).problems).toEqual(["2:3: this quote is never closed"]);
    const { values, problems } = await read("a.csv", 'a,b\n"1\n"x,2\n3,4\n');
    expect(problems).toEqual([
      "3:2: text follows a closing quote; to write a quote inside of quotes, double it",
    ]);
    expect(values).toEqual([{ a: "3", b: "4" }]);
  });

  test("the header's names must be there, and once each", async () => {
    expect((await read("a.csv", "a,,a\n1,2,3\n")).problems).toEqual([
      "1:1: column 2 of the header has no name",
      '1:1: two columns are called "a"',
    ]);
  });

  test("semicolons in place of commas are recognised, not guessed through", async () => {
    const { rows, problems } = await read("a.csv", "a;b\n1;2\n");
    expect(rows).toEqual([]);
    expect(problems[0]).toContain("seem to be separated by semicolons");
  });

  test("tabs separate in .tsv", async () => {
    expect((await read("a.tsv", "a\tb\n1,5\t2\n")).values).toEqual([{ a: "1,5", b: "2" }]);
  });

  test("a quoted cell may be longer than what is read at once", async () => {
    const long = "line, one\n".repeat(150_000);
    const { rows, problems } = await read("a.csv", `a,b\n"${long}",1\nx,2\n`);
    expect(problems).toEqual([]);
    expect(rows.map(({ line }) => line)).toEqual([2, 150_003]);
    expect(rows[0]?.values["a"]).toBe(long);
  });
});

describe("JSON and YAML", () => {
  test("a list of objects, each at its line", async () => {
    expect((await read("a.json", '[\n  {"a": "]"},\n  {"a": "\\"}"},\n  3\n]')).rows).toEqual([
      { line: 2, values: { a: "]" } },
      { line: 3, values: { a: '"}' } },
    ]);
    expect((await read("a.yaml", "# rows\n- a: 1\n- {a: &x two}\n- a: *x\n")).rows).toEqual([
      { line: 2, values: { a: 1 } },
      { line: 3, values: { a: "two" } },
      { line: 4, values: { a: "two" } },
    ]);
  });

  test("what is no list, or no JSON, is told with its place", async () => {
    expect((await read("a.json", '{"a": 1}')).problems).toEqual([
      '1:1: expected a list of rows, found {"a":1}',
    ]);
    expect((await read("a.json", '[{"a": 1},\n {"a": }]')).problems).toEqual([
      "2:8: invalid JSON: expected a value here",
    ]);
    expect((await read("a.json", '{"a": 1}\n{"a": 2}\n')).problems).toEqual([
      "2:1: each line is JSON of its own: call the file .jsonl",
    ]);
    expect((await read("a.yaml", "- a: [1\n")).problems[0]).toMatch(/^\d:\d+: /);
    expect((await read("a.yaml", "- a: .nan\n- 5\n")).problems).toEqual([
      "1:3: JSON has no number NaN",
      '2:3: a row is an object of columns and values, like {"question": "…"}; found 5',
    ]);
  });

  test("aliases that would grow without end are refused", async () => {
    const bomb = `a: &a [x]\n${"bcdefghij"
      .split("")
      .map((name, index) => `${name}: &${name} [${`*${"abcdefghij"[index]}, `.repeat(9)}]`)
      .join("\n")}\n`;
    expect((await read("a.yaml", bomb)).problems[0]).toContain("too many aliases");
  });
});

test("a folder in the place of a file is an error of the machine, in words", async () => {
  const path = join(tempFolder(), "a.csv");
  mkdirSync(path);
  await expect(readRows({ path, file: "a.csv" }, () => undefined).next()).rejects.toMatchObject({
    code: "MLX_IO",
  });
});
