import { MlxError } from "../../core/errors.js";
import type { AssertionSpec } from "../types.js";

/**
 * What is wrong with the value of an assertion whatever the answer is, where that can be told before there is one: a JSON
 * Schema or a regular expression that is none. Values that a case has yet to fill in are not looked at.
 * @returns the problem, without its place.
 */
export async function assertionFault(assertion: AssertionSpec): Promise<string | undefined> {
  const { type, value, at } = assertion;
  if (value === undefined || /\{[{%#]/.test(JSON.stringify(value))) return undefined;
  try {
    if (type === "regex") {
      const { patternOf } = await import("./regex/regex-grader.js");
      patternOf(assertion);
    } else if (type === "is-json" || type === "contains-json") {
      const { schemaCheckOf } = await import("./json-schema-check.js");
      await schemaCheckOf(assertion);
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    return error.message.replace(`${at.file}:${at.line}:${at.column}: `, "");
  }
}
