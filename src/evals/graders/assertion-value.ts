import { MlxError } from "../../core/errors.js";
import { shortJson } from "../../core/schema-problems.js";
import type { Json } from "../../prompts/types.js";
import type { AssertionSpec } from "../types.js";

/** How messages name an assertion: with its `not-`. */
export function nameOf({ type, negated }: AssertionSpec): string {
  return negated ? `not-${type}` : type;
}

/** An assertion that cannot be judged, whatever the answer is: the suite is to be mended. */
export function invalidAssertion(assertion: AssertionSpec, reason: string, hint?: string): MlxError {
  const { file, line, column } = assertion.at;
  return new MlxError("MLX_INVALID_ASSERTION", `${file}:${line}:${column}: ${nameOf(assertion)}: ${reason}`, {
    exitCode: 2,
    at: assertion.at,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** A text that is not empty. */
export function requiredText(assertion: AssertionSpec): string {
  const { value } = assertion;
  if (typeof value === "string" && value !== "") return value;
  throw invalidAssertion(assertion, `value: expected a text, ${found(value)}`);
}

/** A text that is not empty, or a number, as text. */
export function requiredTextOrNumber(assertion: AssertionSpec): string {
  return typeof assertion.value === "number" ? String(assertion.value) : requiredText(assertion);
}

/** One reference text, or several. */
export function requiredTexts(assertion: AssertionSpec): readonly string[] {
  const list = [assertion.value ?? null].flat();
  const texts = list.filter((item) => typeof item === "string");
  if (texts.length === list.length && texts.length > 0) return texts;
  throw invalidAssertion(assertion, `value: expected a text or a list of texts, ${found(assertion.value)}`);
}

/** @param unit what the threshold counts, for the message. @throws {MlxError} `MLX_INVALID_ASSERTION` where there is none. */
export function requiredThreshold(assertion: AssertionSpec, unit: string): number {
  if (assertion.threshold !== undefined) return assertion.threshold;
  throw invalidAssertion(assertion, `threshold: it is missing; say how many ${unit} are allowed`);
}

/** A setting of `config`, or of a value that is a mapping. */
export function settingOf({ config, value }: AssertionSpec, name: string): Json | undefined {
  if (isMapping(value) && Object.hasOwn(value, name)) return value[name];
  return Object.hasOwn(config, name) ? config[name] : undefined;
}

/** A number among the settings. */
export function numberSetting(assertion: AssertionSpec, name: string): number | undefined {
  const value = settingOf(assertion, name);
  if (value === undefined || typeof value === "number") return value;
  throw invalidAssertion(assertion, `${name}: expected a number, ${found(value)}`);
}

/** A list of texts among the settings; one text is a list of one. */
export function textsSetting(assertion: AssertionSpec, name: string): readonly string[] | undefined {
  const value = settingOf(assertion, name);
  if (value === undefined) return undefined;
  const list = [value].flat();
  const texts = list.filter((item) => typeof item === "string");
  if (texts.length === list.length) return texts;
  throw invalidAssertion(assertion, `${name}: expected a list of texts, ${found(value)}`);
}

/** What stands where something else was expected, as a clause. */
export function found(value: Json | undefined): string {
  return value === undefined ? "it is missing" : `found ${shortJson(value)}`;
}

/** Whether a value that is JSON already is a mapping: cheaper than to look whether it is JSON. */
export function isMapping(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
