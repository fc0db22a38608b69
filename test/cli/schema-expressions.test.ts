import { describe, expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

const csv = "start,end,n,name\n2024-01-02,2024-01-03,1,Ada\n2024-01-05,2024-01-04,0,x\n";
const columns =
  "columns:\n  start: {type: date}\n  end: {type: date}\n  n: {type: integer}\n  name: {type: text}\n";

/** How a check is taken: what is said of the data, or of the check with its place. */
async function check(yaml: string) {
  const repo = gitRepo({ "t.csv": csv, "schemas/t.schema.yaml": `${columns}checks:\n${yaml}\n` });
  const { code, stdout, stderr } = await mlx(repo, "schema check t.csv --json");
  if (code === 2) return { code, said: problemsOf(stderr) };
  const violations: unknown = JSON.parse(stdout).violations;
  return { code, said: Array.isArray(violations) ? violations.map(({ message }) => message) : [] };
}

function problemsOf(stderr: string): string[] {
  const { code, problems } = JSON.parse(stderr).error;
  expect(code).toBe("MLX_INVALID_SCHEMA");
  return Array.isArray(problems)
    ? problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
    : [];
}

describe("what can be asked of a row", () => {
  test.each([
    [
      "  - start <= end",
      "start, end: 1 of 2 rows (50 %) breaks: start <= end: row 2 (start=2024-01-05, end=2024-01-04)",
    ],
    [
      "  - end - start <= 1 AND n > 0",
      "end, start, n: 1 of 2 rows (50 %) breaks: end - start <= 1 AND n > 0: row 2 (end=2024-01-04, start=2024-01-05, n=0)",
    ],
    [
      "  - length(name) > 1 -- a comment",
      "name: 1 of 2 rows (50 %) breaks: length(name) > 1 -- a comment: row 2 (name=x)",
    ],
    ["  - '\"n\" <> 0'", 'n: 1 of 2 rows (50 %) breaks: "n" <> 0: row 2 (n=0)'],
    [
      "  - CASE WHEN n = 1 THEN true ELSE false END",
      "n: 1 of 2 rows (50 %) breaks: CASE WHEN n = 1 THEN true ELSE false END: row 2 (n=0)",
    ],
    [
      "  - name = 'the end' or n = 1",
      "name, n: 1 of 2 rows (50 %) breaks: name = 'the end' or n = 1: row 2 (name=x, n=0)",
    ],
  ])("%s", async (yaml, message) => {
    expect(await check(yaml)).toEqual({ code: 1, said: [message] });
  });

  test("dates are dates: the day before today", async () => {
    expect(await check("  - start < current_date")).toEqual({ code: 0, said: [] });
  });
});

describe("what is no expression is told at its place", () => {
  test.each([
    ["  - start <=", "7:13 the expression ends too soon"],
    ["  - n = = 1", '7:9 syntax error at or near "="'],
    ["  - nn > 1", "7:5 there is no column nn; did you mean n?"],
    ['  - check: "n > 0 and strat < end"', "7:23 there is no column strat; did you mean start?"],
    ["  - n > (SELECT 1)", "7:9 a check is about one row: it may hold no SELECT"],
    ["  - lag(n) OVER () < n", "7:5 a check is about one row: it may hold no window function"],
    ["  - random() < n", "7:5 a check must give the same answer each time"],
    ["  - 1) FROM t; DROP TABLE t; --", "7:14 a check is one expression"],
    ["  - sum(n) > 1", "7:5 WHERE clause cannot contain aggregates!"],
    ["  - name = DATE '2024-13-01'", "7:5"],
    ["  - frobnicate(n)", "7:5"],
    ["  - {check: n > 0, where: m = 1}", "7:27 there is no column m; did you mean n?"],
  ])("%s", async (yaml, problem) => {
    const { code, said } = await check(yaml);
    expect({ code, said: said.map((text) => text.slice(0, problem.length)) }).toEqual({
      code: 2,
      said: [problem],
    });
  });

  test("every mistake at once", async () => {
    expect((await check("  - nn > 1\n  - endd > start")).said).toEqual([
      "7:5 there is no column nn; did you mean n?",
      "8:5 there is no column endd; did you mean end?",
    ]);
  });

  test("one that cannot be worked out for some row", async () => {
    const { code, said } = await check("  - n > 0 or CAST(name AS INTEGER) > 0");
    expect(code).toBe(2);
    expect(said[0]).toMatch(
      /^7:5 the check cannot be worked out: Could not convert string '(?:Ada|x)' to INT32/,
    );
  });

  test("and then no value of a column that is redacted is told", async () => {
    const hidden = columns.replace("{type: text}", "{type: text, redact: true}");
    const repo = gitRepo({
      "t.csv": csv,
      "schemas/t.schema.yaml": `${hidden}checks: ["CAST(name AS INTEGER) > 0"]\n`,
    });
    const { stderr } = await mlx(repo, "schema check t.csv --json");
    expect(problemsOf(stderr)[0]).toContain("Could not convert string '…' to INT32");
  });
});

describe("files", () => {
  test.each([
    "  - exists(SELECT 1 FROM read_text('/etc/hostname'))",
    "  - n IN (FROM '/etc/hostname')",
    "  - (SELECT count(*) FROM glob('/*')) > 0",
  ])("an expression reads none: %s", async (yaml) => {
    const { code, said } = await check(yaml);
    expect(code).toBe(2);
    expect(said[0]).toContain("it may hold no SELECT");
  });
});
