import type { Json } from "../../prompts/types.js";
import { jsonIn } from "./find-json.js";
import type { Grader } from "./grader.js";
import { schemaCheckOf } from "./json-schema-check.js";
import { shown, yesOrNo } from "./verdict.js";

/** The output is JSON, and fits the schema where one is given. */
const isJsonText: Grader = async ({ assertion, text }) => {
  const check = await schemaCheckOf(assertion);
  const parsed = parse(text);
  if (!parsed.ok) return yesOrNo(false, `the output ${shown(text)} is not JSON: ${parsed.reason}`);
  const fault = check?.(parsed.value);
  if (fault !== undefined) return yesOrNo(false, `the output breaks the schema: ${fault}`);
  return yesOrNo(true, `the output is JSON${check ? " that fits the schema" : ""}`);
};

type Parsed = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly reason: string };

function parse(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, reason: text.trim() === "" ? "it is empty" : reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? shown(error.message).slice(1, -1) : String(error);
}

/** Somewhere in the output is a JSON object (with a schema: an object or list that fits it). */
const containsJson: Grader = async ({ assertion, text }) => {
  const check = await schemaCheckOf(assertion);
  let reason = "there is no JSON in the output";
  for await (const value of jsonIn(text)) {
    if (!check) {
      if (!holdsObject(value)) continue;
      return yesOrNo(true, "there is JSON in the output");
    }
    const fault = check(value);
    if (fault === undefined) return yesOrNo(true, "there is JSON in the output that fits the schema");
    reason = `the JSON in the output breaks the schema: ${fault}`;
  }
  return yesOrNo(false, reason);
};

/** Whether a value is an object, or a list with one in it. */
function holdsObject(value: Json): boolean {
  if (Array.isArray(value)) return value.some(holdsObject);
  return typeof value === "object" && value !== null;
}

export const jsonGraders: Readonly<Record<string, Grader>> = {
  "is-json": isJsonText,
  "contains-json": containsJson,
};
