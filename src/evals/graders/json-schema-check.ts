import { MlxError } from "../../core/errors.js";
import { jsonSchemaProblems } from "../../prompts/lint/json-schema-problems.js";
import { schemaViolations } from "../../prompts/lint/schema-violations.js";
import type { Json } from "../../prompts/types.js";
import type { AssertionSpec } from "../types.js";
import { found, invalidAssertion, isMapping } from "./assertion-value.js";
import { mayTakeLong } from "./regex/backtracking.js";
import { shown } from "./verdict.js";

/** Says what breaks a schema; undefined where nothing does. */
export type SchemaCheck = (value: Json) => string | undefined;

const mostSchemas = 200;
const checks = new Map<string, SchemaCheck>();

/** The check of the schema that an assertion's value holds: as data, or as JSON or YAML text. Undefined where it has none. */
export async function schemaCheckOf(assertion: AssertionSpec): Promise<SchemaCheck | undefined> {
  const { value } = assertion;
  if (value === undefined || value === null || value === "") return undefined;
  const schema = typeof value === "string" ? await schemaText(assertion, value) : value;
  if (typeof schema === "boolean")
    return (other) => (schema ? undefined : `nothing is allowed, found ${typeof other}`);
  if (!isMapping(schema))
    throw invalidAssertion(assertion, `value: expected a JSON Schema, ${found(schema)}`);
  return checkOf(schema, (reason) => invalidAssertion(assertion, `value is no valid JSON Schema: ${reason}`));
}

/** The check of one schema. @param fault makes the error of a schema that is none. */
export function checkOf(
  schema: Readonly<Record<string, Json>>,
  fault: (reason: string) => Error,
): SchemaCheck {
  const key = JSON.stringify(schema);
  const known = checks.get(key);
  if (known) return known;
  const [problem] = jsonSchemaProblems(schema);
  if (problem) {
    const place = problem.path.length === 0 ? "" : ` at ${problem.path.join(".")}`;
    throw fault(`${problem.message}${place}${problem.hint === undefined ? "" : `; ${problem.hint}`}`);
  }
  const patterns = patternsIn(schema);
  const check: SchemaCheck = (value) => {
    refuseSlow(patterns, value);
    const [first, ...others] = schemaViolations(value, schema);
    if (!first) return undefined;
    const more = others.length === 0 ? "" : `, and ${others.length} more`;
    return `${first.path.length === 0 ? "" : `${first.path.join(".")}: `}${first.message}${more}`;
  };
  if (checks.size >= mostSchemas) checks.clear();
  checks.set(key, check);
  return check;
}

async function schemaText(assertion: AssertionSpec, text: string): Promise<Json> {
  const { YamlSource } = await import("../../core/yaml-source.js");
  const { isJson } = await import("../../prompts/json-value.js");
  const { value, problems } = new YamlSource(text, "value");
  if (problems[0])
    throw invalidAssertion(assertion, `value is neither JSON nor YAML: ${problems[0].message}`);
  return isJson(value) ? value : null;
}

/** Patterns of a schema, wherever they stand. */
function patternsIn(schema: Json): readonly RegExp[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    const own = key === "pattern" && typeof value === "string" ? [value] : [];
    const names = key === "patternProperties" && isMapping(value) ? Object.keys(value) : [];
    return [...[...own, ...names].flatMap(compiled), ...patternsIn(value)];
  });
}

/** Examples and defaults may hold a `pattern` that is none. */
function compiled(source: string): readonly RegExp[] {
  try {
    return [new RegExp(source, "u")];
  } catch {
    return [];
  }
}

/** A pattern that might backtrack for ever on one of the value's texts would hang the run. */
function refuseSlow(patterns: readonly RegExp[], value: Json): void {
  if (patterns.length === 0) return;
  const length = longestText(value);
  const slow = patterns.find((pattern) => mayTakeLong(pattern, length));
  if (!slow) return;
  throw new MlxError(
    "MLX_GRADER",
    `the schema's pattern ${shown(slow.source)} may backtrack for long on ${length} characters`,
  );
}

function longestText(value: Json): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce(
    (most, [key, inner]) => Math.max(most, key.length, longestText(inner)),
    0,
  );
}
