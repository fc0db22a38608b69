import { describe, expect, test } from "vitest";
import { jsonSchemaProblems } from "../../../../src/prompts/lint/json-schema-problems.js";
import { isPlainlyValid } from "../../../../src/prompts/lint/plainly-valid.js";
import { schemaViolations } from "../../../../src/prompts/lint/schema-violations.js";
import type { Json } from "../../../../src/prompts/types.js";

const problems = (schema: Json) => jsonSchemaProblems(schema).map(({ path }) => path.join("/"));

test("every keyword of the standard is allowed with a value of its kind", () => {
  expect(
    jsonSchemaProblems({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: "x",
      $defs: { "a/b": { type: ["string", "null"] } },
      title: "t",
      type: "object",
      properties: { a: { $ref: "#/$defs/a~1b" }, b: true, c: { enum: [1, null, "x"], default: 1 } },
      patternProperties: { "^x-": { const: { any: "thing" } } },
      required: ["a"],
      additionalProperties: false,
      dependentRequired: { a: ["b"] },
      dependencies: { a: ["b"], b: { minProperties: 2 } },
      allOf: [JSON.parse('{"if": {"minLength": 1}, "then": {"maxLength": 3}, "else": false}')],
      items: [{ type: "array", items: { multipleOf: 0.5 }, uniqueItems: true }],
      nullable: true,
      "x-order": 3,
    }),
  ).toEqual([]);
});

describe("what is wrong is told with its place", () => {
  test.each<[string, Json, string[]]>([
    [
      "types that do not exist",
      { type: "text", items: { type: ["string", "int"] } },
      ["type", "items/type/1"],
    ],
    ["required as true", { properties: { a: { required: true } } }, ["properties/a/required"]],
    ["names that are none, or twice", { required: ["a", 1, "a"] }, ["required/1", "required/2"]],
    [
      "schemas that are none",
      { properties: { a: "string" }, not: 3, anyOf: [] },
      ["properties/a", "not", "anyOf"],
    ],
    [
      "numbers that cannot be",
      { minLength: -1, maxItems: 1.5, multipleOf: 0, minimum: "1" },
      ["minLength", "maxItems", "multipleOf", "minimum"],
    ],
    [
      "regular expressions that do not compile",
      { pattern: "(", patternProperties: { "[": {} } },
      ["pattern", "patternProperties/["],
    ],
    [
      "references to nothing, or elsewhere",
      { $ref: "#/$defs/a", items: { $ref: "https://x.y/z" } },
      ["$ref", "items/$ref"],
    ],
    [
      "keywords that are misspelt",
      { propertis: {}, additionalproperties: false },
      ["propertis", "additionalproperties"],
    ],
    ["a schema that is a list", [], [""]],
  ])("%s", (_what, schema, places) => {
    expect(problems(schema)).toEqual(places);
  });

  test("with what was meant", () => {
    expect(jsonSchemaProblems({ type: "bool" })).toMatchObject([{ hint: "did you mean boolean?" }]);
    expect(jsonSchemaProblems({ type: "strnig" })).toMatchObject([{ hint: "did you mean string?" }]);
  });
});

describe("values that break a schema", () => {
  const schema = {
    type: "object",
    properties: {
      a: { type: "string", enum: ["x", "y"] },
      b: { type: "array", items: { type: "integer" } },
      "c/d": { type: "null" },
    },
    required: ["a"],
    additionalProperties: false,
  };

  test.each<[Json, string[]]>([
    [{ a: "x", b: [1], "c/d": null }, []],
    [{}, [": a is missing"]],
    [{ a: "z" }, ['a: expected one of ["x","y"], found "z"']],
    [{ a: "x", b: [1, "2"] }, ['b/1: expected integer, found "2"']],
    [{ a: "x", e: 1 }, ["e: nothing of that name is allowed here"]],
    [{ a: "x", "c/d": 1 }, ["c/d: expected null, found 1"]],
    [[], [": expected object, found []"]],
  ])("%j", (value, expected) => {
    const told = schemaViolations(value, schema).map(({ path, message }) => `${path.join("/")}: ${message}`);
    expect(told).toEqual(expected);
  });

  test("what the quick look calls valid, the validator does too", () => {
    const values: Json[] = [
      null,
      1,
      1.5,
      "x",
      "z",
      true,
      [],
      [1],
      ["x"],
      {},
      { a: "x" },
      { a: "x", b: [1] },
      { a: 1 },
      { e: 1 },
    ];
    const schemas: Record<string, Json>[] = [
      schema,
      {},
      { type: "integer" },
      { type: "number", title: "n" },
      { type: "array", items: { type: "string" } },
      { enum: ["x", 1] },
      { type: "object", additionalProperties: false },
      { properties: { a: true, b: false } },
      { type: "object", required: ["a"] },
      { anyOf: [{ type: "null" }] },
      { type: ["string", "null"] },
    ];
    let quick = 0;
    for (const rule of schemas) {
      for (const value of values) {
        if (!isPlainlyValid(value, rule)) continue;
        quick++;
        expect([rule, value, schemaViolations(value, rule)]).toEqual([rule, value, []]);
      }
    }
    expect(quick).toBeGreaterThan(30);
  });
});
