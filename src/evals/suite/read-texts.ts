import type { FieldPath } from "../../prompts/front-matter/field-reader.js";
import type { SuiteSource } from "./suite-source.js";

/**
 * A mapping of names to texts, such as variables, headers or slices. Numbers, true and false may be written without quotes.
 * @param wanted what to say where it is no mapping. @returns undefined for what is none, which is reported.
 */
export function readTexts(
  source: SuiteSource,
  value: unknown,
  path: FieldPath,
  wanted?: string,
): Record<string, string> | undefined {
  const mapping = source.fields.mapping(value, path, wanted);
  const entries = [...(mapping ?? [])].flatMap(([name, inner]) => {
    const scalar = typeof inner === "number" || typeof inner === "boolean" ? String(inner) : inner;
    const text = source.fields.text(scalar, [...path, name]);
    return text === undefined ? [] : [[name, text] as const];
  });
  return mapping && Object.fromEntries(entries);
}
