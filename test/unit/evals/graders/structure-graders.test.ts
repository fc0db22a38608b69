import { describe, expect, test } from "vitest";
import type { AssertionSpec } from "../../../../src/evals/types.js";
import type { Json } from "../../../../src/prompts/types.js";
import { assertion, gradeOne, statusOf } from "../../../support/evals/grading.js";

type Row = [type: string, output: Json, value: Json | undefined, passes: boolean];

const person = {
  type: "object",
  required: ["name"],
  properties: { name: { type: "string" }, age: { type: "integer" } },
};

describe("JSON", () => {
  test.each<Row>([
    ["is-json", '{"a": 1}', undefined, true],
    ["is-json", "[1, 2]", undefined, true],
    ["is-json", { a: 1 }, undefined, true],
    ["is-json", "nothing", undefined, false],
    ["is-json", "", undefined, false],
    ["is-json", '{"a": 1,}', undefined, false],
    ["is-json", '{"name": "Mia", "age": 7}', person, true],
    ["is-json", '{"age": 7}', person, false],
    ["is-json", '{"name": 7}', person, false],
    ["is-json", '{"name": "Mia"}', "type: object\nrequired: [name]", true],
    ["is-json", "[]", JSON.stringify(person), false],
    ["is-json", "null", person, false],
    ["contains-json", 'Here you are:\n```json\n{"name": "Mia"}\n```', undefined, true],
    ["contains-json", "nothing {here}", undefined, false],
    ["contains-json", "see [1]", undefined, false],
    ["contains-json", "", undefined, false],
    ["contains-json", "{name: 'Mia', // who\n age: 7,}", person, true],
    ["contains-json", 'first {"a": 1} then {"name": "Mia"}', person, true],
    ["contains-json", 'first {"a": 1} then {"b": 1}', person, false],
    ["contains-json", "list: [1, 2, 3]", { type: "array", minItems: 3 }, true],
    ["contains-json", 'a } brace " and {"name": "Mi}a"} quoted', person, true],
    ["contains-json", '{broken {"name": "Mia"}', person, true],
  ])("%s of %j by %j: %s", async (type, output, value, passes) => {
    expect(await statusOf(type, output, value)).toBe(passes ? "passed" : "failed");
    expect(await statusOf(`not-${type}`, output, value)).toBe(passes ? "failed" : "passed");
  });

  test("a schema that is none is an error of the suite at its place, whatever the output is", async () => {
    for (const value of [{ type: "strnig" }, { properties: 4 }, "type: [", { required: true }, 7]) {
      for (const type of ["is-json", "not-is-json", "contains-json"]) {
        const grade = await gradeOne(assertion(type, value), "{}");
        expect(grade.status).toBe("errored");
        expect(grade.reason).toContain(`s.eval.yaml:7:5: ${type}: value`);
      }
    }
    const { reason } = await gradeOne(assertion("is-json", { type: "strnig" }), "{}");
    expect(reason).toContain("did you mean string?");
  });

  test("a schema whose pattern may backtrack for ever errs instead of hanging", async () => {
    const slow = { properties: { a: { type: "string", pattern: "^(a+)+$" } } };
    const output = JSON.stringify({ a: `${"a".repeat(100)}!` });
    const grade = await gradeOne(assertion("is-json", slow), output);
    expect(grade).toMatchObject({
      status: "errored",
      reason: expect.stringContaining("may backtrack for long on 101"),
    });
    expect(await statusOf("is-json", '{"a": "aaa"}', slow)).toBe("passed");
    const names = { patternProperties: { "^(b|b)*$": {} } };
    expect(await statusOf("is-json", JSON.stringify({ [`${"b".repeat(50)}!`]: 1 }), names)).toBe("errored");
    expect(await statusOf("is-json", "{}", { examples: [{ pattern: "(" }] })).toBe("passed");
    const plain = { properties: { a: { pattern: "^[a-z]+-\\d{4}$" } } };
    expect(await statusOf("is-json", '{"a": "order-4711"}', plain)).toBe("passed");
  });

  test("the reason says where the schema is broken", async () => {
    const { reason } = await gradeOne(assertion("is-json", person), '{"name": 7, "age": "x"}');
    expect(reason).toBe("the output breaks the schema: name: expected string, found 7, and 1 more");
  });

  test("an output of a megabyte of brackets ends in an error, not in a hang", async () => {
    const started = performance.now();
    const grade = await gradeOne(assertion("contains-json"), "{[".repeat(500_000));
    expect(grade.status).toBe("errored");
    expect(grade.reason).toContain("too many brackets");
    expect(await statusOf("contains-json", `${"x".repeat(1_000_000)}{"a": 1}`)).toBe("passed");
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("XML", () => {
  const order =
    '<?xml version="1.0"?><order id="1"><item><name>a</name></item><item><name>b</name></item></order>';
  test.each<Row>([
    ["is-xml", order, undefined, true],
    ["is-xml", order, "order.item.name", true],
    ["is-xml", order, ["order", "order.item.1.name"], true],
    ["is-xml", order, { requiredElements: ["order.item.price"] }, false],
    ["is-xml", order, {}, true],
    ["is-xml", "<a><b></a></b>", undefined, false],
    ["is-xml", "<a>&nbsp;</a>", undefined, false],
    ["is-xml", "<a/><b/>", undefined, false],
    ["is-xml", "<x:a/>", undefined, false],
    ["is-xml", '<x:a xmlns:x="urn:x"/>', undefined, true],
    ["is-xml", "text", undefined, false],
    ["is-xml", "", undefined, false],
    ["contains-xml", `Here: ${order} Bye`, "order.item", true],
    ["contains-xml", "I think a < b and c > d", undefined, false],
    ["contains-xml", "<p>open", undefined, false],
    ["contains-xml", "<p>open <a>closed</a>", "a", true],
    ["contains-xml", "<a><b></a>", undefined, false],
    ["contains-xml", "<!-- <a/> --> nothing <![CDATA[<b/>]]>", undefined, false],
    ["contains-xml", "no <b/> here", ["b"], true],
    ["contains-xml", "no <b/> here", ["c"], false],
    ["contains-xml", '<a href="x>y">z</a>', undefined, true],
  ])("%s of %j by %j: %s", async (type, output, value, passes) => {
    expect(await statusOf(type, output, value)).toBe(passes ? "passed" : "failed");
    expect(await statusOf(`not-${type}`, output, value)).toBe(passes ? "failed" : "passed");
  });

  test("the reason names the place", async () => {
    const { reason } = await gradeOne(assertion("is-xml"), "<a>\n<b></a>");
    expect(reason).toMatch(/^the output is no XML: unexpected close tag.*line 2, column \d/);
  });

  test("a value that names no paths errs", async () => {
    expect(await statusOf("is-xml", "<a/>", { required: ["a"] })).toBe("errored");
    expect(await statusOf("contains-xml", "<a/>", 7)).toBe("errored");
  });

  test("a megabyte of tags that are never closed is read once", async () => {
    const started = performance.now();
    for (const part of ["<a>", "<!--", "<", "<![CDATA[", '<a "', "</a>"]) {
      expect(await statusOf("contains-xml", part.repeat(1_000_000 / part.length))).toBe("failed");
    }
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe("HTML", () => {
  const strict: Partial<AssertionSpec> = { config: { strict: true } };
  test.each<[...Row, Partial<AssertionSpec>?]>([
    ["is-html", "<!DOCTYPE html><html><body>hello</body></html>", undefined, true],
    ["is-html", "<div><p>one<p>two</div>", undefined, true],
    ["is-html", "<my-card>x</my-card>", undefined, true],
    ["is-html", "Here it is: <b>x</b>", undefined, false],
    ["is-html", "plain", undefined, false],
    ["is-html", "<foo>x</foo>", undefined, false],
    ["is-html", "<?xml version='1.0'?><p>x</p>", undefined, false],
    ["is-html", "  ", undefined, false],
    ["is-html", "<div><b>x</i></div>", undefined, true],
    ["is-html", "<div><b>x</i></div>", undefined, false, strict],
    ["is-html", "<div><b>x</b><br><ul><li>y</ul></div>", undefined, true, strict],
    ["is-html", "<p class=a class=b>x</p>", undefined, false, strict],
    ["contains-html", "Here it is: <b>x</b>", undefined, true],
    ["contains-html", "a line<br>break", undefined, true],
    ["contains-html", "<answer>x</answer>", undefined, true],
    ["contains-html", "a < b > c, List<String>", undefined, false],
    ["contains-html", "", undefined, false],
  ])("%s of %j: %s %s", async (type, output, value, passes, more = {}) => {
    expect(await statusOf(type, output, value, more)).toBe(passes ? "passed" : "failed");
    expect(await statusOf(`not-${type}`, output, value, more)).toBe(passes ? "failed" : "passed");
  });

  test("a megabyte of angle brackets is read once", async () => {
    const started = performance.now();
    expect(await statusOf("contains-html", "<".repeat(1_000_000))).toBe("failed");
    expect(await statusOf("contains-html", "<x ".repeat(333_000))).toBe("failed");
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("SQL", () => {
  const tables = { allowedTables: ["(select|update)::(.*)::(orders|items)"] };
  test.each<Row>([
    ["is-sql", "SELECT id, total FROM orders WHERE total > 10;", undefined, true],
    ["is-sql", "SELEC id FROM orders", undefined, false],
    ["is-sql", "Here is your query: SELECT 1", undefined, false],
    ["is-sql", "", undefined, false],
    ["is-sql", "SELECT id::text FROM orders", { databaseType: "PostgreSQL" }, true],
    ["is-sql", "SELECT TOP 5 [id] FROM orders", undefined, false],
    ["is-sql", "SELECT TOP 5 [id] FROM orders", { databaseType: "TransactSQL" }, true],
    ["is-sql", "SELECT id FROM orders", tables, true],
    ["is-sql", "DELETE FROM orders", tables, false],
    ["is-sql", "SELECT Id FROM Orders", { allowedTables: ["SELECT::null::ORDERS"] }, true],
    ["is-sql", "SELECT id FROM users", tables, false],
    ["is-sql", "SELECT id FROM users", { allowedTables: [] }, true],
    ["is-sql", "SELECT id FROM orders", { allowedColumns: ["select::orders::id"] }, true],
    ["is-sql", "SELECT orders.secret FROM orders", { allowedColumns: ["select::orders::id"] }, false],
    ["contains-sql", "Try:\n```sql\nSELECT 1\n```\nGood luck", undefined, true],
    ["contains-sql", "Try:\n```\nnot sql at all!\n```\n~~~~sql\nSELECT 2\n~~~~", undefined, true],
    ["contains-sql", "Try:\n```python\nSELECT\n```\n", undefined, false],
    ["contains-sql", "SELECT 1", undefined, true],
    ["contains-sql", "", undefined, false],
  ])("%s of %j by %j: %s", async (type, output, value, passes) => {
    expect(await statusOf(type, output, value)).toBe(passes ? "passed" : "failed");
    expect(await statusOf(`not-${type}`, output, value)).toBe(passes ? "failed" : "passed");
  });

  test.each(
    ["Athena", "BigQuery", "DB2", "FlinkSQL", "Hive", "MariaDB", "MySQL", "Postgresql", "Redshift"].concat([
      "Snowflake",
      "Sqlite",
      "TransactSQL",
      "Trino",
      "postgres",
    ]),
  )("knows the dialect %s", async (databaseType) => {
    expect(await statusOf("is-sql", "SELECT a FROM t WHERE b = 1", { databaseType })).toBe("passed");
    expect(await statusOf("is-sql", "SELECT FROM WHERE (", { databaseType })).toBe("failed");
  });

  test("a dialect or pattern that is none errs, with what was meant", async () => {
    const grade = await gradeOne(assertion("is-sql", { databaseType: "SQLlite" }), "SELECT 1");
    expect(grade.status).toBe("errored");
    expect(grade.reason).toContain('databaseType: "SQLlite" is not known; did you mean sqlite?');
    expect(await statusOf("is-sql", "SELECT 1", { allowedTables: ["("] })).toBe("errored");
    expect(await statusOf("is-sql", "SELECT 1", { allowedTables: ["(a+)+b"] })).toBe("errored");
    expect(await statusOf("is-sql", "SELECT 1", "MySQL")).toBe("errored");
  });

  test("what is too long for a statement errs", async () => {
    expect(await statusOf("is-sql", `SELECT ${"1, ".repeat(400_000)}1`)).toBe("errored");
  });
});
