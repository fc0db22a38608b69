import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { MlxError } from "../../../src/core/errors.js";
import { openTable, typesOf } from "../../support/open-table.js";
import { tempFolder } from "../../support/temp-folder.js";

async function refusal(file: string, content: string | Uint8Array): Promise<MlxError> {
  try {
    await openTable(file, content);
  } catch (error) {
    if (error instanceof MlxError) return error;
    throw error;
  }
  throw new Error(`${file} was read`);
}

/** Bytes of a table that DuckDB itself writes. */
async function written(file: string, options: string): Promise<Buffer> {
  const source = await openTable("seed.csv", "i\n1\n");
  const path = join(tempFolder(), file);
  await source.query(
    `COPY (SELECT range AS a, range * 0.5 AS b, 'some text ' || range AS t FROM range(50000)) TO '${path}' (${options})`,
  );
  return readFileSync(path);
}

test("an empty file has no columns and no rows, and says so", async () => {
  for (const file of ["a.csv", "a.tsv", "a.jsonl"]) {
    const source = await openTable(file, "");
    expect([source.columns, await source.rows()]).toEqual([[], 0]);
    expect(source.notes.join()).toContain(`${file} is empty`);
  }
});

test("a header alone gives columns of text and no rows", async () => {
  const source = await openTable("a.csv", "a,b\n");
  expect([typesOf(source), await source.rows()]).toEqual([{ a: "VARCHAR", b: "VARCHAR" }, 0]);
});

test("one row is enough, with a byte order mark and without a line end", async () => {
  const source = await openTable("a.csv", "\uFEFFa,b\n1,x");
  expect(typesOf(source)).toEqual({ a: "BIGINT", b: "VARCHAR" });
  expect(await source.query(`SELECT *, ${source.rowNumber} AS n FROM ${source.table}`)).toEqual([
    { a: 1, b: "x", n: 1 },
  ]);
});

test("columns get the narrowest type that holds every value", async () => {
  const source = await openTable(
    "a.csv",
    [
      "whole,part,code,day,time,zoned,mixed,flag,none,long,odd,missing",
      "1,1.5,007,2024-01-31,2024-01-31 10:00,2024-01-31T10:00:00+02:00,2024-01-31,true,,12345678901234567,inf,NA",
      "-2,2,100,2024-02-01,2024-02-01T00:00:00.5,2024-01-31T10:00:00Z,31/01/2024,FALSE,,3,NaN,4",
      ",,,,,,2024-01-31T10:00:00Z,,,,-inf,",
      "",
    ].join("\n"),
  );
  expect(typesOf(source)).toEqual({
    whole: "BIGINT",
    part: "DOUBLE",
    code: "VARCHAR",
    day: "DATE",
    time: "TIMESTAMP",
    zoned: "TIMESTAMP WITH TIME ZONE",
    mixed: "VARCHAR",
    flag: "BOOLEAN",
    none: "VARCHAR",
    long: "BIGINT",
    odd: "DOUBLE",
    missing: "BIGINT",
  });
  const [row] = await source.query(`SELECT time, zoned, long, odd, missing FROM ${source.table}`);
  expect(row).toEqual({
    time: "2024-01-31T10:00:00Z",
    zoned: "2024-01-31T08:00:00Z",
    long: "12345678901234567",
    odd: Number.POSITIVE_INFINITY,
    missing: null,
  });
});

test("times with and without a zone in one column are taken as UTC, and that is told", async () => {
  const source = await openTable("a.csv", "t\n2024-01-31T10:00:00+02:00\n2024-01-31 10:00:00\n");
  expect(await source.query(`SELECT t FROM ${source.table}`)).toEqual([
    { t: "2024-01-31T08:00:00Z" },
    { t: "2024-01-31T10:00:00Z" },
  ]);
  expect(source.notes).toEqual([
    "a.csv: some times of t name a zone and some do not; those are taken as UTC",
  ]);
});

test("one word in row 49,999 makes a column of numbers text, and the row is named, not what is in it", async () => {
  const rows = Array.from({ length: 50_000 }, (_, at) => (at === 49_998 ? "abc,1" : `${at},${at}`));
  const source = await openTable("a.csv", ["a,b", ...rows, ""].join("\n"));
  expect([typesOf(source), await source.rows()]).toEqual([{ a: "VARCHAR", b: "BIGINT" }, 50_000]);
  expect(source.notes).toEqual([
    "a.csv: column a looks like numbers, but row 49999 holds something else: it is read as text",
  ]);
});

test("what comes late is not rounded to the type that the first rows suggest", async () => {
  const late = (last: string) =>
    ["a", ...Array.from({ length: 5000 }, (_, at) => String(at)), last, ""].join("\n");
  const fraction = await openTable("a.csv", late("1.5"));
  expect(typesOf(fraction)).toEqual({ a: "DOUBLE" });
  expect(await fraction.query(`SELECT max(a) AS most, sum(a) AS sum FROM ${fraction.table}`)).toEqual([
    { most: 4999, sum: 12_497_501.5 },
  ]);
  const long = await openTable("a.csv", late("12345678901234567"));
  expect(await long.query(`SELECT max(a) AS most FROM ${long.table}`)).toEqual([
    { most: "12345678901234567" },
  ]);
  const missing = await openTable("a.csv", late("NA"));
  expect(typesOf(missing)).toEqual({ a: "BIGINT" });
  const first = await openTable(
    "a.csv",
    ["a,b", ...Array.from({ length: 5000 }, () => ",x"), "2.5,y", ""].join("\n"),
  );
  expect(typesOf(first)).toEqual({ a: "DOUBLE", b: "VARCHAR" });
});

test("quoted cells hold line ends, separators and quotes", async () => {
  const source = await openTable("a.csv", 'a,b\n"x\ny","1, ""2"""\r\nz,w\n');
  expect(await source.query(`SELECT * FROM ${source.table}`)).toEqual([
    { a: "x\ny", b: '1, "2"' },
    { a: "z", b: "w" },
  ]);
});

test("line ends of any kind, and of several kinds in one file, end rows", async () => {
  for (const text of [
    "a,b\r\n1,2\r\n3,4\r\n",
    "a,b\r1,2\r3,4\r",
    "a,b\n1,2\r\n3,4\n",
    "a,b\r\n1,2\n3,4\n",
    "a,b\n1,2\n\n3,4\n\n",
  ]) {
    const source = await openTable("a.csv", text);
    expect(typesOf(source)).toEqual({ a: "BIGINT", b: "BIGINT" });
    expect(await source.query(`SELECT * FROM ${source.table}`)).toEqual([
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ]);
  }
});

test("ragged rows are named with their lines, all at once", async () => {
  const error = await refusal("a.csv", 'a,b\n"x\ny",1\nz\n1,2,3\n4,5\n');
  expect(error).toMatchObject({ code: "MLX_DATA_UNREADABLE", exitCode: 2, at: { line: 4 } });
  expect(error.message).toBe("a.csv:4:1: the row has 1 cell, the header 2 columns: nothing is given for b");
  expect(error.problems.map(({ line }) => line)).toEqual([4, 5]);
});

test("Latin-1 and UTF-16 are refused with the place and the way out, not guessed", async () => {
  const latin = await refusal("a.csv", Buffer.from("a,b\n1,café\n", "latin1"));
  expect(latin.message).toContain("a.csv:2:6: the byte 0xe9 is not UTF-8");
  expect(latin.hint).toContain("iconv -f ISO-8859-1 -t UTF-8 a.csv");
  const wide = await refusal("a.csv", Buffer.from("\uFEFFa,b\n1,x\n2,y\n", "utf16le"));
  expect([wide.code, wide.exitCode]).toEqual(["MLX_DATA_UNREADABLE", 2]);
});

test("a header that names a column twice or not at all is refused", async () => {
  expect((await refusal("a.csv", "a,a\n1,2\n")).message).toBe('a.csv:1:1: two columns are called "a"');
  expect((await refusal("a.csv", "a,\n1,2\n")).message).toBe("a.csv:1:1: column 2 of the header has no name");
  const cases = await openTable("a.csv", "a,A\n1,2\n");
  expect(cases.columns.map(({ name }) => name)).toEqual(["a", "A_1"]);
});

test("semicolons and tabs are seen in the header", async () => {
  const source = await openTable("a.csv", "a;b\n1;x\n");
  expect(typesOf(source)).toEqual({ a: "BIGINT", b: "VARCHAR" });
  expect(source.notes).toEqual(['a.csv: columns are separated by ";"']);
  expect(typesOf(await openTable("a.tsv", "a\tb\n1\t2\n"))).toEqual({ a: "BIGINT", b: "BIGINT" });
});

test("ten thousand columns are read", async () => {
  const names = Array.from({ length: 10_000 }, (_, at) => `c${at}`);
  const source = await openTable(
    "a.csv",
    [names.join(","), names.map((_, at) => at).join(","), ""].join("\n"),
  );
  expect(source.columns).toHaveLength(10_000);
  expect(source.columns[9999]).toEqual({ name: "c9999", type: "BIGINT" });
  expect(await source.query(`SELECT c9999 FROM ${source.table}`)).toEqual([{ c9999: 9999 }]);
});

test("JSON Lines give types, lists and mixed values; a broken line is named", async () => {
  const source = await openTable("a.jsonl", '{"a":1,"e":[1,2.5],"t":"2024-01-31"}\n{"a":"x","t":null}\n');
  expect(typesOf(source)).toEqual({ a: "VARCHAR", e: "DOUBLE[]", t: "DATE" });
  expect(await source.query(`SELECT a, e FROM ${source.table}`)).toEqual([
    { a: "1", e: [1, 2.5] },
    { a: "x", e: null },
  ]);
  expect(source.notes).toEqual(["a.jsonl: column a holds values of several types: it is read as text"]);
  const error = await refusal("a.jsonl", '{"a":1}\n{"a":2}\n{bad\n');
  expect(error).toMatchObject({ code: "MLX_DATA_UNREADABLE", at: { line: 3, column: 2 } });
});

test("gzip and zstd are unpacked, whatever the name says", async () => {
  const zstd = await written("a.csv.zst", "FORMAT csv, COMPRESSION zstd");
  expect(await (await openTable("a.csv.zst", zstd)).rows()).toBe(50_000);
  const gzip = await openTable("a.csv", gzipSync("a\n1\n"));
  expect([await gzip.rows(), gzip.notes]).toEqual([
    1,
    ["a.csv is packed with gzip, which its name does not say"],
  ]);
  const plain = await openTable("a.csv.gz", "a\n1\n");
  expect(plain.notes).toEqual(["a.csv.gz is not packed with gzip, whatever its name says"]);
});

test("cut gzip, zstd and Parquet are refused, not read as far as they go", async () => {
  const [zstd, parquet] = [
    await written("a.csv.zst", "FORMAT csv, COMPRESSION zstd"),
    await written("a.parquet", "FORMAT parquet"),
  ];
  const gzip = gzipSync(Array.from({ length: 9000 }, (_, at) => `${at},${Math.sin(at)}`).join("\n"));
  for (const [file, bytes] of [
    ["a.csv.zst", zstd],
    ["a.csv.gz", gzip],
    ["a.parquet", parquet],
  ] as const) {
    for (const share of [0.3, 0.9]) {
      const error = await refusal(file, bytes.subarray(0, Math.floor(bytes.length * share)));
      expect([error.code, error.exitCode]).toEqual(["MLX_DATA_UNREADABLE", 2]);
      expect(error.message).toContain(`${file} is cut or damaged`);
    }
  }
});

test("a file is what its first bytes say, and a name that lies is told", async () => {
  const parquet = await openTable("a.csv", await written("a.parquet", "FORMAT parquet"));
  expect([parquet.format, await parquet.rows(), parquet.notes]).toEqual([
    "parquet",
    50_000,
    ["a.csv is Parquet, whatever its name says"],
  ]);
  expect((await refusal("a.parquet", "a,b\n1,2\n")).message).toBe(
    'a.parquet is not Parquet: it begins with "a,b\\n1,2\\n"',
  );
  expect((await refusal("a.dat", "a,b\n")).message).toBe("a.dat: its name does not say what it holds");
  expect((await refusal("a.csv", Buffer.from("PK\u0003\u0004 and so on"))).message).toContain(
    "a ZIP archive",
  );
});

test("rows are numbered as the file has them, and sources can be joined", async () => {
  const left = await openTable("a.csv", "k\n3\n1\n2\n");
  const [row] = await left.query<{ n: number }>(
    `SELECT ${left.rowNumber} AS n FROM ${left.table} WHERE k = 2`,
  );
  expect(row?.n).toBe(3);
  const parquet = await openTable("a.parquet", await written("a.parquet", "FORMAT parquet"));
  const [last] = await parquet.query<{ n: number }>(
    `SELECT ${parquet.rowNumber} AS n FROM ${parquet.table} WHERE a = 49999`,
  );
  expect(last?.n).toBe(50_000);
});
