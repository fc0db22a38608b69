import { lintLevels } from "../../core/settings.js";
import type { PromptLintSettings } from "../types.js";
import type { FieldReader } from "./field-reader.js";

/** Reads `lint`: what the prompt says of its own linting. Whether there are such rules is the linter's business. */
export function readLintSettings(fields: FieldReader, value: unknown): PromptLintSettings {
  const lint = fields.fields(value, ["lint"], ["rules", "maxTokens"]);
  const path = ["lint", "rules"];
  const rules = lint?.has("rules") ? fields.mapping(lint.get("rules"), path) : undefined;
  const levels = [...(rules ?? [])].flatMap(([rule, item]) => {
    const level = fields.choice(item === false ? "off" : item, [...path, rule], lintLevels);
    return level === undefined ? [] : [[rule, level] as const];
  });
  const maxTokens = lint?.has("maxTokens")
    ? fields.number(lint.get("maxTokens"), ["lint", "maxTokens"], { whole: true, min: 1 })
    : undefined;
  return { rules: new Map(levels), ...(maxTokens !== undefined && { maxTokens }) };
}
