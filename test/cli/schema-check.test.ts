import { describe, expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { type Files, gitRepo } from "../support/repo.js";

/** What is said of a file that is held against the rules; each `severity rule: message`. */
async function found(rules: string, csv: string, files: Files = {}, options = "") {
  const repo = gitRepo({ "data/t.csv": csv, "schemas/t.schema.yaml": rules, ...files });
  const { code, stdout, stderr } = await mlx(repo, `schema check data/t.csv --json ${options}`);
  const json: Record<string, unknown> = code < 2 ? JSON.parse(stdout) : {};
  const violations = Array.isArray(json["violations"]) ? json["violations"] : [];
  return {
    ...{ code, json, stderr },
    said: violations.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`),
  };
}

const column = (name: string, rules: string) => `columns:\n  ${name}: {${rules}}\n`;
const lines = (...cells: readonly string[]) => `${cells.join("\n")}\n`;

test("a file that keeps every rule is told in one line, exit 0", async () => {
  const repo = gitRepo({
    "t.csv": "id,name\n1,a\n2,b\n",
    "schemas/t.schema.yaml": "key: id\ncolumns:\n  id: {type: integer, min: 1}\n  name: {type: text}\n",
  });
  const { code, stdout, stderr } = await mlx(repo, "schema check t.csv");
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: "t.csv fits schemas/t.schema.yaml (2 rows, 2 columns)\n",
    stderr: "",
  });
});

test("a violation names its count, share, rows and values, and the place of its rule", async () => {
  const { code, json } = await found(
    "columns:\n  age: {type: integer, max: 120}\n",
    lines("age", "30", "599", "40", "121"),
  );
  expect(code).toBe(1);
  expect(json).toMatchObject({ valid: false, errors: 1, warnings: 0, rows: 4, columns: 1 });
  expect(json["violations"]).toEqual([
    {
      rule: "range",
      columns: ["age"],
      severity: "error",
      message: "age: 2 of 4 rows (50 %) are above 120: rows 2 (599), 4 (121)",
      count: 2,
      share: 0.5,
      of: "row",
      value: null,
      rows: [2, 4],
      examples: [
        { row: 2, value: "599" },
        { row: 4, value: "121" },
      ],
      at: { file: "schemas/t.schema.yaml", line: 2, column: 29 },
    },
  ]);
});

describe("each rule says what breaks it", () => {
  const cases: readonly (readonly [what: string, rules: string, csv: string, message: string])[] = [
    [
      "type integer, with halves, words and digits that are set apart",
      column("a", "type: integer"),
      lines("a", "1", "2.0", "2.5", "x", "1_0"),
      "error type: a: 3 of 5 rows (60 %) are no whole numbers: rows 3 (2.5), 4 (x), 5 (1_0)",
    ],
    [
      "type number",
      column("a", "type: number"),
      lines("a", "1e3", "-.5", "1;5"),
      "error type: a: 1 of 3 rows (33.3 %) is no number: row 3 (1;5)",
    ],
    [
      "numbers that are not finite",
      column("a", "type: number"),
      lines("a", "1", "inf", "NaN", "-Infinity"),
      "error finite: a: 3 of 4 rows (75 %) are not finite: rows 2 (inf), 3 (NaN), 4 (-Infinity)",
    ],
    [
      "type boolean",
      column("a", "type: boolean"),
      lines("a", "true", "False", "maybe"),
      "error type: a: 1 of 3 rows (33.3 %) is neither true nor false: row 3 (maybe)",
    ],
    [
      "dates in three formats",
      column("a", "type: date"),
      lines("a", "2024-01-31", "31.01.2024", "01/31/2024", "2024/01/31"),
      "error type: a: 3 of 4 rows (75 %) are no dates: rows 2 (31.01.2024), 3 (01/31/2024), 4 (2024/01/31)",
    ],
    [
      "dates of another format",
      column("a", 'type: date, format: "%d.%m.%Y"'),
      lines("a", "31.01.2024", "2024-01-31"),
      "error type: a: 1 of 2 rows (50 %) is no date (%d.%m.%Y): row 2 (2024-01-31)",
    ],
    [
      "naive among zoned times",
      column("a", "type: datetime, timezone: required"),
      lines("a", "2024-01-31T10:00:00Z", "2024-01-31 10:00:00", "2024-01-31T10:00:00+02:00"),
      "error type: a: 1 of 3 rows (33.3 %) is no date with a time (time zone required): row 2 (2024-01-31 10:00:00)",
    ],
    [
      "zoned among naive times",
      column("a", "type: datetime, timezone: forbidden"),
      lines("a", "2024-01-31T10:00:00Z", "2024-01-31 10:00:00"),
      "error type: a: 1 of 2 rows (50 %) is no date with a time (time zone forbidden): row 1 (2024-01-31T10:00:00Z)",
    ],
    [
      "nullable",
      column("a", "type: integer, nullable: false"),
      lines("a,b", "1,x", ",x", "3,x"),
      "error nullable: a: 1 of 3 rows (33.3 %) has no value: row 2",
    ],
    [
      "texts that mean no value",
      `missing: [NA, "-"]\n${column("a", "type: integer, nullable: false")}`,
      lines("a", "1", "NA", "-"),
      "error nullable: a: 2 of 3 rows (66.7 %) have no value: rows 2, 3",
    ],
    [
      "exclusive limits",
      column("a", "type: number, above: 0, below: 1"),
      lines("a", "0.5", "1"),
      "error range: a: 1 of 2 rows (50 %) is not below 1: row 2 (1)",
    ],
    [
      "a range of dates",
      column("a", "type: date, min: 2024-01-01"),
      lines("a", "2023-12-31", "2024-01-01"),
      "error range: a: 1 of 2 rows (50 %) is below 2024-01-01: row 1 (2023-12-31)",
    ],
    [
      "length",
      column("a", "type: text, length: {min: 2, max: 3}"),
      lines("a", "ab", "a", "äöü", "abcd"),
      "error length: a: 2 of 4 rows (50 %) are not 2 to 3 characters long: rows 2 (a), 4 (abcd)",
    ],
    [
      "a pattern that has to match the whole",
      column("a", 'type: text, pattern: "[A-Z]{2}\\\\d+"'),
      lines("a", "AB12", "xAB12"),
      "error pattern: a: 1 of 2 rows (50 %) does not match [A-Z]{2}\\d+: row 2 (xAB12)",
    ],
    [
      "values",
      column("a", 'type: text, values: [x, "1"]'),
      lines("a", "x", "1", "X"),
      "error values: a: 1 of 3 rows (33.3 %) is none of x, 1: row 3 (X)",
    ],
    [
      "codes keep their zeros",
      column("a", 'type: text, values: ["01", "1"]'),
      lines("a", "01", "1", "001"),
      "error values: a: 1 of 3 rows (33.3 %) is none of 01, 1: row 3 (001)",
    ],
    [
      "format uuid",
      column("a", "type: text, format: uuid"),
      lines("a", "b7e0c9a2-1111-4222-8333-444455556666", "b7e0"),
      "error format: a: 1 of 2 rows (50 %) is no UUID: row 2 (b7e0)",
    ],
    [
      "format email",
      column("a", "type: text, format: email"),
      lines("a", "ada@example.com", "ada@example", "@x.y"),
      "error format: a: 2 of 3 rows (66.7 %) are no e-mail addresses: rows 2 (ada@example), 3 (@x.y)",
    ],
    [
      "format url",
      column("a", "type: text, format: url"),
      lines("a", "https://example.com/a?b=1", "example.com"),
      "error format: a: 1 of 2 rows (50 %) is no web address: row 2 (example.com)",
    ],
    [
      "unique",
      column("a", "type: text, unique: true"),
      lines("a", "x", "y", "x"),
      "error unique: a: 2 of 3 rows (66.7 %) have a value that another row has too: rows 1 (x), 3 (x)",
    ],
    [
      "a key of two columns",
      "key: [a, b]\ncolumns:\n  a: {type: integer}\n  b: {type: text}\n",
      lines("a,b", "1,x", "1,y", "1,x"),
      "error key: a, b: 2 of 3 rows (66.7 %) have values that another row has too: rows 1 (1, x), 3 (1, x)",
    ],
    [
      "a key without a value",
      "key: a\ncolumns:\n  a: {type: integer}\n  b: {}\n",
      lines("a,b", "1,x", ",x"),
      "error key: a: 1 of 2 rows (50 %) has no value, and is part of the key: row 2",
    ],
    [
      "monotonic",
      column("a", "type: integer, monotonic: strictly increasing"),
      lines("a", "1", "3", "3", "9", "2"),
      "error monotonic: a: 2 of 5 rows (40 %) are not higher than the value before: rows 3 (3), 5 (2)",
    ],
    [
      "the number of rows",
      `rows: {min: 3}\n${column("a", "type: integer")}`,
      lines("a", "1"),
      "error rows: the number of rows is 1, not at least 3",
    ],
    [
      "freshness against now",
      column("a", "type: date, freshness: 7d"),
      lines("a", "2020-01-01", "2019-01-01"),
      "error freshness: a: the newest value is 2020-01-01T00:00:00Z, older than 7d",
    ],
    [
      "freshness against another column",
      "columns:\n  a: {type: datetime, freshness: {within: 2h, of: b}}\n  b: {type: datetime}\n",
      lines("a,b", "2024-01-01 10:00,2024-01-01 11:00", "2024-01-01 08:00,2024-01-01 11:00"),
      "error freshness: a, b: 1 of 2 rows (50 %) is more than 2h before b: row 2 (2024-01-01 08:00, 2024-01-01 11:00)",
    ],
    [
      "the share of nulls",
      column("a", "type: integer, nulls: {max: 10%}"),
      lines("a,b", "1,x", ",x"),
      "error nulls: a: the share of rows without a value is 50 %, not at most 10 %",
    ],
    [
      "the mean",
      column("a", "type: number, mean: {min: 40, max: 48}"),
      lines("a", "10", "20"),
      "error mean: a: the mean is 15, not from 40 to 48",
    ],
    [
      "the standard deviation",
      column("a", "type: number, std: {max: 1}"),
      lines("a", "1", "5"),
      "error std: a: the standard deviation is 2.8284, not at most 1",
    ],
    [
      "a quantile",
      column("a", "type: number, quantiles: {0.5: {min: 3}}"),
      lines("a", "1", "2", "9"),
      "error quantile: a: the median is 2, not at least 3",
    ],
    [
      "the number of different values",
      column("a", "type: text, distinct: 3"),
      lines("a", "x", "y", "x"),
      "error distinct: a: the number of different values is 2, not 3",
    ],
    [
      "groups",
      "columns:\n  g: {type: text}\n  v: {type: number}\ngroups:\n  - {by: g, columns: {v: {mean: {max: 10}}}}\n",
      lines("g,v", "x,1", "x,3", "y,10", "y,30"),
      "error group: g, v: 1 of 2 groups (50 %) does not keep the mean of v of at most 10: y: 20",
    ],
    [
      "rows of each group",
      "columns:\n  g: {type: text}\ngroups:\n  - {by: g, rows: {min: 2}, severity: warning}\n",
      lines("g", "x", "x", "y"),
      "warning group: g: 1 of 2 groups (50 %) does not keep the number of rows of at least 2: y: 1",
    ],
    [
      "an expression over columns",
      "columns:\n  start: {type: date}\n  end: {type: date}\nchecks:\n  - start <= end\n",
      lines("start,end", "2024-01-02,2024-01-10", "2024-01-02,2023-01-01", ",2024-01-01"),
      "error check: start, end: 1 of 3 rows (33.3 %) breaks: start <= end: row 2 (start=2024-01-02, end=2023-01-01)",
    ],
    [
      "an expression for some rows, with a name of its own",
      'columns:\n  kind: {type: text}\n  n: {type: integer}\nchecks:\n  - {check: "n > 0", where: "kind = \'sold\'", name: what is sold is counted, severity: warning}\n',
      lines("kind,n", "sold,0", "sold,1", "lost,0"),
      "warning check: n, kind: 1 of 2 rows (50 %) breaks: what is sold is counted: row 1 (n=0, kind=sold)",
    ],
    [
      "a soft limit below warn",
      column("a", "type: integer, max: 100, warn: {max: 10}"),
      lines("a", "5", "50"),
      "warning range: a: 1 of 2 rows (50 %) is above 10: row 2 (50)",
    ],
    [
      "a column whose rules warn",
      column("a", "type: integer, severity: warning"),
      lines("a", "x"),
      "warning type: a: 1 of 1 row (100 %) is no whole number: row 1 (x)",
    ],
  ];
  test.each(cases)("%s", async (_, rules, csv, message) => {
    const { said, code } = await found(rules, csv);
    expect(said).toEqual([message]);
    expect(code).toBe(message.startsWith("warning") ? 0 : 1);
  });
});

test("a key that must be found in another file", async () => {
  const rules =
    "columns:\n  customer: {type: integer}\nreferences:\n  - {columns: customer, file: data/customers.csv, to: id}\n";
  const { said } = await found(rules, lines("customer", "1", "7", "2.0", ""), {
    "data/customers.csv": lines("id,name", "1,Ada", "2,Ben"),
  });
  expect(said).toEqual([
    "error reference: customer: 1 of 4 rows (25 %) is not found in id of data/customers.csv: row 2 (7)",
  ]);
});

describe("columns", () => {
  const rules =
    "extraColumns: warning\ncolumnOrder: warning\ncolumns:\n  age: {type: integer}\n  name: {type: text}\n";

  test("a renamed one is missed, with the name that it may have now", async () => {
    const { said } = await found(rules, lines("years,name", "1,a"));
    expect(said).toEqual([
      "error required: age: the file has no such column; was it renamed to years?",
      "warning extraColumns: years: the schema knows no such column",
    ]);
  });

  test("reordered ones are told once", async () => {
    const { said, code } = await found(rules, lines("name,age", "a,1"));
    expect(said).toEqual([
      "warning columnOrder: the columns are in another order: column 1 is name, where age was expected",
    ]);
    expect(code).toBe(0);
  });

  test("one that may be absent is not missed, and its rules are not checked", async () => {
    const optional = 'columns:\n  a: {type: integer, required: false}\n  b: {}\nchecks: ["a > 1"]\n';
    const { said, json, code } = await found(optional, lines("b", "x"));
    expect({ said, code, skipped: json["skipped"] }).toEqual({ said: [], code: 0, skipped: ["checks.0"] });
  });

  test("names that are numbers keep their order", async () => {
    const { said } = await found(
      "columnOrder: error\ncolumns:\n  b: {}\n  1: {}\n  a: {}\n",
      lines("b,1,a", "1,2,3"),
    );
    expect(said).toEqual([]);
  });
});

describe("options", () => {
  const rules = column("mail", "type: text, format: email");
  const csv = lines("mail", "a", "b", "c", "d", "e", "f");

  test("--redact keeps values out of the report, rows stay", async () => {
    const { said } = await found(rules, csv, {}, "--redact mail --examples 2");
    expect(said).toEqual(["error format: mail: 6 of 6 rows (100 %) are no e-mail addresses: rows 1, 2, …"]);
  });

  test("a column that the schema redacts is redacted in expressions too", async () => {
    const hidden =
      'columns:\n  mail: {type: text, redact: true}\n  n: {type: integer}\nchecks: ["length(mail) > n"]\n';
    const { said } = await found(hidden, lines("mail,n", "secret,9"));
    expect(said).toEqual(["error check: mail, n: 1 of 1 row (100 %) breaks: length(mail) > n: row 1 (n=9)"]);
  });

  test("--redact of no column is refused with the one that was meant", async () => {
    const { code, stderr } = await found(rules, csv, {}, "--redact mial");
    expect(code).toBe(2);
    expect(JSON.parse(stderr).error).toMatchObject({ code: "MLX_USAGE", hint: "did you mean mail?" });
  });

  test("--examples 0 names no row, and as many rows as wanted can be named", async () => {
    expect((await found(rules, csv, {}, "--examples 0")).said[0]).toMatch(/addresses$/);
    expect((await found(rules, csv, {}, "--examples 6")).said[0]).toMatch(/5 \(e\), 6 \(f\)$/);
  });

  test("--strict fails on warnings", async () => {
    const soft = column("a", "type: integer, warn: {max: 1}");
    expect((await found(soft, lines("a", "2"), {}, "--strict")).code).toBe(1);
  });
});

describe("formats", () => {
  const repo = () =>
    gitRepo({
      "t.csv": lines("a", "1", "`@x|`"),
      "schemas/t.schema.yaml": "columns:\n  a: {type: integer}\n",
    });

  test("a table for people", async () => {
    const { stdout } = await mlx(repo(), "schema check t.csv");
    expect(stdout).toBe(
      "       column  rule  found\nerror  a       type  1 of 2 rows (50 %) is no whole number: row 2 (`@x|`)\n\nt.csv breaks schemas/t.schema.yaml: 1 error (2 rows, 1 column)\n",
    );
  });

  test("Markdown in which data are code", async () => {
    const { stdout, stderr } = await mlx(repo(), "schema check t.csv --format markdown");
    expect(stdout.split("\n").at(-2)).toBe(
      "| **error** | `a` | type | 1 | 1 of 2 rows (50 %) is no whole number | ``row 2 (`@x\\|`)`` |",
    );
    expect(stderr).toBe("t.csv breaks schemas/t.schema.yaml: 1 error (2 rows, 1 column)\n");
  });

  test("annotations of GitHub stand at the rule", async () => {
    const { stdout } = await mlx(repo(), "schema check t.csv --format github");
    expect(stdout).toBe(
      "::error file=schemas/t.schema.yaml,line=2,col=13,title=type::t.csv: a: 1 of 2 rows (50 %25) is no whole number: row 2 (`@x|`)\n",
    );
  });

  test("JUnit has a failure for each error", async () => {
    const { stdout } = await mlx(repo(), "schema check t.csv --format junit");
    expect(stdout).toContain('<testsuites name="mlx schema check t.csv" tests="1" failures="1">');
    expect(stdout).toContain('<failure type="type"');
  });

  test("two forms at once are refused", async () => {
    expect((await mlx(repo(), "schema check t.csv --json --format junit")).error.code).toBe("MLX_USAGE");
  });
});

describe("which schema", () => {
  const files = { "data/x.csv": lines("a", "z"), "schemas/ints.schema.yaml": column("a", "type: integer") };

  test("the one that is named, by name or by file", async () => {
    const repo = gitRepo(files);
    for (const named of ["ints", "schemas/ints.schema.yaml"]) {
      expect((await mlx(repo, `schema check data/x.csv --schema ${named}`)).code).toBe(1);
    }
  });

  test("the one in the meta of the data's pointer, or of the tracked folder around it", async () => {
    const repo = gitRepo(files);
    const { code } = await mlx(repo, "data add data");
    expect(code).toBe(0);
    repo.write({ "data.mlx": `${repo.read("data.mlx")}meta:\n  schema: ints\n` });
    expect((await mlx(repo, "schema check data/x.csv")).code).toBe(1);
  });

  test("none: the name that was meant, and how to write one", async () => {
    const repo = gitRepo(files);
    const { error, code } = await mlx(repo, "schema check data/x.csv --schema int --json");
    expect({ code, name: error.code }).toEqual({ code: 2, name: "MLX_SCHEMA_NOT_FOUND" });
    expect(error.hint).toContain("did you mean --schema ints?");
    const other = await mlx(repo, "schema check data/x.csv --json");
    expect(other.error.message).toBe("data/x.csv has no schema: there is no schemas/x.schema.yaml");
    expect(other.error.hint).toBe("write one: mlx schema infer data/x.csv");
  });
});

test("no extra columns: extraColumns: error fails for each column that the schema does not know, ignore for none", async () => {
  const rules = "columns:\n  age: {type: integer}\n";
  const files = {
    "t.csv": "age,name,years\n1,Ada,2\n2,Bo,3\n",
    "schemas/none.schema.yaml": `extraColumns: error\n${rules}`,
    "schemas/any.schema.yaml": `extraColumns: ignore\n${rules}`,
    "schemas/all.schema.yaml": `extraColumns: error\n${rules}  name: {type: text}\n  years: {type: integer}\n`,
  };
  const repo = gitRepo(files);
  const none = await mlx(repo, "schema check t.csv --schema none --json");
  expect(none.code).toBe(1);
  const text = JSON.stringify(none.json);
  for (const name of ["name", "years"])
    expect(text).toContain(`"rule":"extraColumns","columns":["${name}"],"severity":"error"`);
  expect(text).not.toContain('"columns":["age"]');
  expect((await mlx(repo, "schema check t.csv --schema any --strict")).code).toBe(0);
  expect((await mlx(repo, "schema check t.csv --schema all --strict")).code).toBe(0);
});
