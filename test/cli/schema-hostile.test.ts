import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { type Files, gitRepo } from "../support/repo.js";

const rules = "columns:\n  a: {type: integer, nullable: false, max: 9}\n  b: {type: text}\n";

/** What is said of a file; of one that cannot be read, the error. */
async function check(name: string, content: string | Uint8Array, schema = rules, files: Files = {}) {
  const repo = gitRepo({ [name]: content, "schemas/t.schema.yaml": schema, ...files });
  const { code, stdout, stderr } = await mlx(repo, ["schema", "check", name, "--schema", "t", "--json"]);
  if (code > 1) {
    const { code: error, message } = JSON.parse(stderr).error;
    return { code, error, message };
  }
  const { rows, violations } = JSON.parse(stdout);
  const said = Array.isArray(violations) ? violations.map(({ message }) => message) : [];
  return { code, rows, said };
}

/** What is inferred is kept by the data it was inferred from. */
async function roundTrip(csv: string | Uint8Array) {
  const repo = gitRepo({ "t.csv": csv });
  const inferred = await mlx(repo, "schema infer t.csv");
  const checked = await mlx(repo, "schema check t.csv --strict --json");
  return { code: inferred.code, checked, text: repo.read("schemas/t.schema.yaml") };
}

describe("files that are hardly any", () => {
  test("a header alone: no rule about values is broken, and none is inferred", async () => {
    expect(await check("t.csv", "a,b\n")).toEqual({ code: 0, rows: 0, said: [] });
    const { text } = await roundTrip("a,b\n");
    expect(text).toContain("  a:\n    type: any # no row to tell from\n");
  });

  test("a header alone is too few rows where the schema wants some", async () => {
    expect(await check("t.csv", "a,b\n", `rows: {min: 1}\n${rules}`)).toMatchObject({
      code: 1,
      said: ["the number of rows is 0, not at least 1"],
    });
  });

  test("nothing at all: every column is missed", async () => {
    expect(await check("t.csv", "")).toMatchObject({
      code: 1,
      said: ["a: the file has no such column", "b: the file has no such column"],
    });
    expect((await roundTrip("")).text).toContain("columns: {}");
  });

  test("one row", async () => {
    expect(await check("t.csv", "a,b\n10,x\n")).toMatchObject({
      code: 1,
      said: ["a: 1 of 1 row (100 %) is above 9: row 1 (10)"],
    });
  });

  test("all nulls", async () => {
    expect(await check("t.csv", "a,b\n,x\n,y\n")).toMatchObject({
      said: ["a: 2 of 2 rows (100 %) have no value: rows 1, 2"],
    });
  });
});

describe("texts in other clothes", () => {
  test("a byte order mark belongs to no column", async () => {
    expect(await check("t.csv", "\ufeffa,b\n1,x\n")).toMatchObject({ code: 0, said: [] });
  });

  test("line breaks in quotes belong to the value: rows are counted, not lines", async () => {
    expect(await check("t.csv", 'a,b\n1,"x\ny"\n50,z\n')).toMatchObject({
      rows: 2,
      said: ["a: 1 of 2 rows (50 %) is above 9: row 2 (50)"],
    });
  });

  test("Latin-1 is an error with the place, also in a column that no rule is about and far down", async () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => `${index},x,y\n`).join("");
    const bytes = Buffer.concat([Buffer.from(`a,b,note\n${rows}`), Buffer.from("1,x,caf\u00e9\n", "latin1")]);
    const { code, error, message } = await check("t.csv", bytes);
    expect({ code, error }).toEqual({ code: 2, error: "MLX_DATA_UNREADABLE" });
    expect(message).toContain("t.csv:5002");
  });

  test("ragged rows are an error with the line", async () => {
    const { code, error, message } = await check("t.csv", "a,b\n1,x\n2\n3,y,z\n");
    expect({ code, error }).toEqual({ code: 2, error: "MLX_DATA_UNREADABLE" });
    expect(message).toContain("t.csv");
  });

  test("spaces around numbers do no harm, and what is invisible at the ends of an example is shown", async () => {
    expect(await check("t.csv", "a,b\n 7 ,x\n 99 ,y\n")).toMatchObject({
      said: ['a: 1 of 2 rows (50 %) is above 9: row 2 (" 99 ")'],
    });
  });

  test("control characters and mark-up of a value do nothing to the report", async () => {
    const repo = gitRepo({
      "t.csv": "a\n\u001b[31mred\n",
      "schemas/t.schema.yaml": "columns: {a: {type: integer}}\n",
    });
    const { stdout } = await mlx(repo, "schema check t.csv");
    expect(stdout).toContain("row 1 (\\x1b[31mred)");
  });

  test("names with quotes, brackets and keywords are names", async () => {
    const schema = `columns:\n  'x"; DROP TABLE t; --': {type: integer}\n  select: {type: integer, unique: true}\n  "it's": {type: text, values: ["o'k"]}\n`;
    const said = await check("t.csv", `"x""; DROP TABLE t; --",select,it's\n1,1,o'k\nz,1,no\n`, schema);
    expect(said).toMatchObject({
      said: [
        'x"; DROP TABLE t; --: 1 of 2 rows (50 %) is no whole number: row 2 (z)',
        "select: 2 of 2 rows (100 %) have a value that another row has too: rows 1 (1), 2 (1)",
        "it's: 1 of 2 rows (50 %) is none of o'k: row 2 (no)",
      ],
    });
  });
});

describe("types that the file itself has", () => {
  const jsonl = (...rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

  test("JSON Lines keep them", async () => {
    expect(await check("t.jsonl", jsonl({ a: 1, b: "x" }, { a: 20, b: null }))).toMatchObject({
      said: ["a: 1 of 2 rows (50 %) is above 9: row 2 (20)"],
    });
  });

  test("an integer that turned text is told of the column, and its other rules hold on", async () => {
    expect(await check("t.jsonl", jsonl({ a: "1", b: "x" }, { a: "20", b: "x" }))).toMatchObject({
      said: [
        "a: the file's type is text (VARCHAR), not integer",
        "a: 1 of 2 rows (50 %) is above 9: row 2 (20)",
      ],
    });
  });

  test("mixed types: what is none is named", async () => {
    const { said } = await check("t.jsonl", jsonl({ a: 1, b: "x" }, { a: "word", b: "x" }));
    expect(said).toContain("a: 1 of 2 rows (50 %) is no whole number: row 2 (word)");
  });

  test("halves where whole numbers are wanted", async () => {
    expect(await check("t.jsonl", jsonl({ a: 1, b: "x" }, { a: 2.5, b: "x" }))).toMatchObject({
      said: ["a: 1 of 2 rows (50 %) is no whole number: row 2 (2.5)"],
    });
  });

  test("numbers where text is wanted", async () => {
    expect(await check("t.jsonl", jsonl({ a: 1, b: 7 }))).toMatchObject({
      said: ["b: the file's type is integer (BIGINT), not text"],
    });
  });
});

describe("compressed and cut", () => {
  test("gzip is read as it is", async () => {
    expect(await check("t.csv.gz", gzipSync("a,b\n10,x\n"))).toMatchObject({ code: 1, rows: 1 });
  });

  test("a cut gzip and a cut Parquet are one clear error each", async () => {
    const cut = gzipSync("a,b\n".padEnd(40_000, "1234567,x\n")).subarray(0, 60);
    for (const [name, bytes] of [
      ["t.csv.gz", cut],
      ["t.parquet", Buffer.from("PAR1 and nothing more")],
    ] as const) {
      expect(await check(name, bytes)).toMatchObject({ code: 2, error: "MLX_DATA_UNREADABLE" });
    }
  });
});

describe("many", () => {
  test("10,000 columns, of which the schema knows some", async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `c${index}`);
    const csv = `${names.join(",")}\n${names.map((_, index) => index).join(",")}\n`;
    const schema = "columns:\n  c0: {type: integer}\n  c9999: {type: integer, max: 9}\n";
    expect(await check("t.csv", csv, schema)).toEqual({
      code: 1,
      rows: 1,
      said: ["c9999: 1 of 1 row (100 %) is above 9: row 1 (9999)"],
    });
  }, 60_000);

  test("a million texts that come once are no categories, and a repeated one among them is found", async () => {
    const rows = Array.from({ length: 1_000_000 }, (_, index) => `token ${index}`);
    const { text } = await roundTrip(`a\n${rows.join("\n")}\n`);
    expect(text).not.toContain("values:");
    const again = ["a", ...rows, "token 7", ""].join("\n");
    expect(await check("t.csv", again, "columns: {a: {type: text, unique: true}}\n")).toMatchObject({
      said: [
        "a: 2 of 1,000,001 rows (< 0.01 %) have a value that another row has too: rows 8 (token 7), 1000001 (token 7)",
      ],
    });
  }, 60_000);
});

test("a reference to another file that lacks the column is a mistake of the schema", async () => {
  const schema = `${rules}references:\n  - {columns: a, file: other.csv, to: idd}\n`;
  const { code, error, message } = await check("t.csv", "a,b\n1,x\n", schema, { "other.csv": "id\n1\n" });
  expect({ code, error }).toEqual({ code: 2, error: "MLX_INVALID_SCHEMA" });
  expect(message).toBe("schemas/t.schema.yaml:5:39: other.csv has no column idd; did you mean id?");
});
