import { promptDialect } from "../../../prompts/template/dialect.js";
import { parseTemplate } from "../../../prompts/template/parse.js";
import { variableUses } from "../../../prompts/template/walk.js";
import { textSource } from "../../../prompts/text-source.js";
import { isTemplate } from "../../loose-template.js";

/** A template in mlx's language, and the names that it uses. */
export interface NativeTemplate {
  readonly text: string;
  readonly names: readonly string[];
}

const tags = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;

/** Filters of Nunjucks and what they are called in mlx. */
const renamed: readonly (readonly [filter: RegExp, instead: string])[] = [
  [/\|\s*safe\b/g, ""],
  [/\|\s*dump\b(?:\(\s*\d*\s*\))?/g, "| tojson"],
  [/===/g, "=="],
  [/!==/g, "!="],
  [/\belseif\b/g, "elif"],
];

/**
 * A template of promptfoo as one of mlx, or why it cannot be.
 * @param hasRoles whether a line such as `system:` would begin a message.
 */
export function nativeTemplate(
  text: string,
  hasRoles: boolean,
): NativeTemplate | { readonly problem: string } {
  if (!isTemplate(text) && !hasRoles) return { text, names: [] };
  const dialect = { ...promptDialect, roles: hasRoles };
  const none = () => ({ problem: "a suite's templates cannot include files" });
  let problem = "it cannot be read";
  for (const candidate of new Set([text, text.replace(tags, renamedIn)])) {
    const { template, problems } = parseTemplate(textSource("", candidate), 0, none, dialect);
    const [first] = problems;
    if (!first)
      return { text: candidate, names: [...new Set(variableUses(template).map(({ name }) => name))] };
    problem = first.message;
  }
  return { problem };
}

function renamedIn(tag: string): string {
  return renamed.reduce((text, [filter, instead]) => text.replace(filter, instead), tag);
}

/** A text that is no template, as one that says just that. Undefined where that cannot be written. */
export function literalText(text: string): string | undefined {
  if (!isTemplate(text)) return text;
  return /\{%[-+]?\s*endraw/.test(text) ? undefined : `{% raw %}${text}{% endraw %}`;
}
