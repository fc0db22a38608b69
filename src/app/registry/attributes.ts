import { appendLines } from "../../core/append-lines.js";
import { nounRules } from "../../registry/nouns.js";
import type { RegistryNoun } from "../../registry/types.js";

/**
 * `text` of `.gitattributes` with the lines that keep git from converting the line ends of what is published, which would
 * change its digest; undefined if it has them.
 */
export function withRegistryAttributes(text: string, noun: RegistryNoun): string | undefined {
  const { folder } = nounRules(noun);
  const rules = [
    [`${folder}/*/versions/*`, "-text"],
    [`${folder}/*/events/*`, "text eol=lf"],
    [`${folder}/*/aliases/*`, "text eol=lf"],
    [`${folder}/*/evidence/*`, "text eol=lf"],
  ] as const;
  const present = new Set(text.split(/\r?\n/).map((line) => line.trim().split(/\s+/)[0]));
  const missing = rules.filter(([pattern]) => !present.has(pattern));
  if (missing.length === 0) return undefined;
  return appendLines(
    text,
    missing.map(([pattern, attributes]) => `${pattern} ${attributes}`),
  );
}
