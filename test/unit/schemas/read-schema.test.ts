import { describe, expect, test } from "vitest";
import { MlxError } from "../../../src/core/errors.js";
import { readSchema } from "../../../src/schemas/read-schema.js";

/** What is wrong with a schema, each `line:column message`. */
function mistakes(text: string): string[] {
  try {
    readSchema(text, "s.yaml");
    return [];
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    expect([error.code, error.exitCode]).toEqual(["MLX_INVALID_SCHEMA", 2]);
    return error.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
  }
}

test("rules that are not written are not there", () => {
  const schema = readSchema("columns:\n  a:\n", "s.yaml");
  expect(schema.columns).toEqual([
    { name: "a", type: "any", required: true, finite: true, redact: false, severity: "error" },
  ]);
  expect(schema).toMatchObject({ missing: [], columnOrder: "ignore", extraColumns: "ignore", checks: [] });
});

test("every mistake is told at once, in the order of the file", () => {
  expect(mistakes("mlx: 1\ncolums: {}\ncolumns:\n  a: {type: txt, mim: 1}\nkey: town\nchecks: {}\n")).toEqual(
    [
      '2:1 unknown key "colums"; did you mean columns?',
      '4:13 columns.a.type: expected one of integer, number, text, boolean, date, datetime, any, found "txt"; did you mean text?',
      '4:18 unknown key "mim" in columns.a; did you mean min?',
      "5:6 the schema has no column town; describe it below columns",
      "6:9 checks: expected a list, found {}",
    ],
  );
});

describe("a rule that nothing can keep, or that does not suit its type, is a mistake", () => {
  test.each([
    [
      "columns: {a: {type: integer, min: 3, max: 2}}",
      "1:35 min 3 and max 2 leave no value: nothing can pass",
    ],
    [
      "columns: {a: {type: number, above: 1, max: 1}}",
      "1:36 above 1 and max 1 leave no value: nothing can pass",
    ],
    [
      "columns: {a: {type: text, min: 3}}",
      "1:32 min is for integer, number, date and datetime; this column's type is text",
    ],
    ["columns: {a: {type: integer, length: 3}}", "1:38 length is for text; this column's type is integer"],
    [
      "columns: {a: {type: date, min: 2024}}",
      "1:32 columns.a.min: expected a date such as 2024-01-31, or a time such as 2024-01-31T12:00:00Z, found 2024",
    ],
    [
      "columns: {a: {type: text, values: [2024]}}",
      '1:36 expected text, found 2024; put it in quotes: "2024"',
    ],
    ["columns: {a: {type: text, values: []}}", "1:35 values: the list is empty: nothing can pass"],
    [
      "columns: {a: {type: integer, format: x}}",
      "1:38 format is for text, date and datetime; this column's type is integer",
    ],
    ["columns: {a: {type: date, format: dd.mm}}", '1:35 format: expected such as "%d.%m.%Y", found "dd.mm"'],
    [
      "columns: {a: {type: date, freshness: soon}}",
      '1:38 columns.a.freshness: expected a duration such as 30min, 12h, 7d or 2w, found "soon"',
    ],
    [
      "columns: {a: {type: date, freshness: {within: 1d, of: b}}}",
      "1:55 freshness: b is no column of the schema of type date or datetime",
    ],
    [
      "columns: {a: {nulls: {max: 5}}}",
      '1:28 columns.a.nulls.max: expected a share from 0 to 1, or such as "5%", found 5',
    ],
    [
      "columns: {a: {type: number, quantiles: {2: 1}}}",
      "1:41 quantiles: expected a share from 0 to 1 such as 0.5, found 2",
    ],
    [
      "columns: {a: {warn: {type: text}}}",
      '1:22 unknown key "type" in columns.a.warn; known are: nullable, min, max, above, below, length, pattern, values, unique, monotonic, freshness, nulls, mean, std, distinct, quantiles',
    ],
    ["rows: {min: 5, max: 4}", "1:13 rows: min 5 is above max 4: nothing can pass"],
    [
      "columns: {a: {}, b: {}}\nreferences: [{columns: [a, b], file: x.csv, to: a}]",
      "2:49 to: 1 columns for 2; name as many",
    ],
    ["mlx: 2", "1:6 the schema is of version 2, and this mlx reads version 1; install a newer mlx"],
    ["kind: drift-baseline", "1:7 kind: expected schema"],
    ["- a", '1:1 the schema: expected a mapping of keys to values, found ["a"]'],
    ["a: {", "2:1 invalid YAML: Flow map in block collection must be sufficiently indented and end with a }"],
  ])("%s", (text, mistake) => {
    expect(mistakes(`${text}\n`)[0]).toBe(mistake);
  });
});
