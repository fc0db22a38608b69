import { describe, expect, test } from "vitest";
import { MlxError } from "../../../../src/core/errors.js";
import { parseFilter } from "../../../../src/runs/filter/parse-filter.js";
import { parseOrderBy } from "../../../../src/runs/filter/parse-order-by.js";

function refusal(parse: () => unknown): MlxError {
  try {
    parse();
  } catch (error) {
    if (error instanceof MlxError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("a filter is read", () => {
  test("into clauses, with aliases resolved and quotes removed", () => {
    const filter = `metric.loss<=.5 and parameters."a.b" = 'it''s' AND attr.created > '1970-01-02' AND datasets.name not in ("x", 'y')`;
    expect(parseFilter(filter)).toEqual([
      { field: { entity: "metric", key: "loss" }, operator: "<=", value: 0.5 },
      { field: { entity: "param", key: "a.b" }, operator: "=", value: "it's" },
      { field: { entity: "attribute", key: "start_time" }, operator: ">", value: 86_400_000 },
      { field: { entity: "dataset", key: "name" }, operator: "NOT IN", value: ["x", "y"] },
    ]);
  });

  test("whatever letters a key has", () => {
    expect(parseFilter("metrics.größe > 1")[0]?.field.key).toBe("größe");
    expect(parseFilter("tags.`mlflow.source.name` = 'x'")[0]?.field.key).toBe("mlflow.source.name");
    expect(parseFilter("tags.`a``b` = 'x'")[0]?.field.key).toBe("a`b");
  });
});

describe("what is wrong is told with its column, the place and a suggestion", () => {
  test.each([
    ["metrics.loss < 1 OR params.a = 'b'", 18, "expected AND, found OR", "there is no OR"],
    ["metrcs.loss < 1", 1, 'no "metrcs"', "did you mean metrics?"],
    ["attributes.staus = 'x'", 12, 'no attribute "staus"', "did you mean status?"],
    ["loss < 1", 1, 'no attribute "loss"', "did you mean metrics.loss, params.loss or tags.loss?"],
    ["params.lr = 0.1", 13, "expected a text in quotes, found 0.1", "'0.1'"],
    ["tags.team = red", 13, "expected a text in quotes, found red", "'red'"],
    ["metrics.loss < '1'", 16, "expected a number, found '1'", "without quotes"],
    ["params.lr > '1'", 11, "found >", "a parameter is compared by =, !=, LIKE, ILIKE"],
    ["metrics.a == 1", 11, "there is no ==", "write ="],
    ["metrics.a <> 1", 11, "there is no <>", "write !="],
    ["params.a IS NULL", 10, "IS NULL", "a parameter is compared by"],
    ["params.a = 'x' junk", 16, "expected AND, found junk", "AND"],
    ["params.a = 'x", 12, "the quote ' is not closed", undefined],
    ["metrics.a <", 12, "expected a number, found the end", undefined],
    ["(metrics.a < 1)", 1, "found (", "without parentheses"],
    ["run_id IN ('a' 'b')", 16, "expected , or ), found 'b'", undefined],
    ["run_id IN 'a'", 11, "expected a list in parentheses", "such as"],
    ["start_time > 'yesterday'", 14, '"yesterday" is no time', "2024-05-01"],
    ["start_time > '2024-13-01'", 14, "is no time", "epoch milliseconds"],
    ["dataset.size = '1'", 9, 'a data set has no "size"', "name, digest, context"],
    ["metrics. < 1", 9, "a key must follow metrics.", undefined],
    ["metrics.a < 1 \u0000", 15, "expected AND, found \\x00", "AND"],
  ])("%s", (filter, column, message, hint) => {
    const error = refusal(() => parseFilter(filter));
    expect(error).toMatchObject({ code: "MLX_INVALID_FILTER", exitCode: 2 });
    const [first = "", line = "", caret = ""] = error.message.split("\n");
    expect(first).toContain(`at column ${column}: `);
    expect(first).toContain(message);
    expect(caret.indexOf("^")).toBe(1 + column);
    expect(line.slice(2, 6)).toBe(filter.slice(0, 4));
    if (hint === undefined) expect(error.hint).toBeUndefined();
    else expect(error.hint).toContain(hint);
  });

  test("also in a long filter and beside control characters", () => {
    const filter = `params.a = '${"x".repeat(500)}\n\u001b' AND oops`;
    const lines = refusal(() => parseFilter(filter)).message.split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[1]?.slice(lines[2]?.indexOf("^"))).toBe("oops");
    expect(lines[1]).not.toContain("\u001b");
  });

  test("also where there is too much of it", () => {
    const clause = "metrics.a < 1";
    expect(parseFilter(Array(100).fill(clause).join(" AND "))).toHaveLength(100);
    expect(refusal(() => parseFilter(Array(101).fill(clause).join(" AND "))).message).toContain(
      "more than 100",
    );
    expect(refusal(() => parseFilter(`params.a LIKE '${"%".repeat(10_001)}'`)).message).toContain("longer");
  });
});

describe("an order", () => {
  test("ascends unless it says otherwise", () => {
    expect(parseOrderBy(["metrics.`a b` desc", "created", "tags.x ASC"])).toEqual([
      { field: { entity: "metric", key: "a b" }, descending: true },
      { field: { entity: "attribute", key: "start_time" }, descending: false },
      { field: { entity: "tag", key: "x" }, descending: false },
    ]);
  });

  test.each([
    [["metrics.a DOWN"], 11, "expected ASC or DESC, found DOWN"],
    [["metrics.a DESC, b"], 15, "expected nothing more, found ,"],
    [[""], 1, "expected a field"],
    [["dataset.name"], 1, "data sets"],
    [["metrics.a", "metric.a DESC"], 1, "there already"],
  ])("%j is refused", (order, column, message) => {
    const error = refusal(() => parseOrderBy(order));
    expect(error.code).toBe("MLX_INVALID_FILTER");
    expect(error.message).toContain(`the order is not understood at column ${column}: `);
    expect(error.message).toContain(message);
  });
});
