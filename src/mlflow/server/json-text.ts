import { quoteBareNumbers } from "../../core/bare-numbers.js";
import { ServiceError } from "./service-error.js";

/**
 * Parses JSON, and what Python's `json.dumps` makes of numbers that JSON lacks: bare `NaN`, `Infinity`, `-Infinity`
 * become the strings that MLflow's messages use for them.
 * @throws {ServiceError} BAD_REQUEST.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return parseWithBareNumbers(text, error);
  }
}

function parseWithBareNumbers(text: string, first: unknown): unknown {
  try {
    return JSON.parse(quoteBareNumbers(text));
  } catch {
    const why = first instanceof Error ? first.message : String(first);
    throw new ServiceError("BAD_REQUEST", `the body of the request is no JSON: ${why}`);
  }
}

/** A message without the lists that have nothing in them: absent fields are what MLflow means by an empty list. */
export function withoutEmpty(message: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(message).filter(([, value]) => !(Array.isArray(value) && value.length === 0)),
  );
}
