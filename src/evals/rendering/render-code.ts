import { MlxError, type SourceLocation } from "../../core/errors.js";
import { variableUses } from "../../prompts/template/walk.js";
import type { Json } from "../../prompts/types.js";
import { isTemplate, looseTemplate, renderLoose } from "../loose-template.js";
import type { ScriptSpec, Vars } from "../types.js";
import { openQuote } from "./open-quote.js";

/**
 * Fills in the templates of code, where promptfoo's users write `output.includes("{{name}}")`. A value that comes from data
 * could be code itself: it goes in as a number, or escaped in between quotes, and nowhere else.
 * @param data the names of such values.
 * @throws {MlxError} `MLX_UNSAFE_TEMPLATE`, exit 2, for a value of data that would become code.
 */
export function renderCode(
  { code = "", language, at }: Pick<ScriptSpec, "code" | "language" | "at">,
  vars: Vars,
  data: ReadonlySet<string>,
  env: Readonly<Record<string, string | undefined>>,
): string {
  if (!isTemplate(code)) return code;
  const options = { file: at.file, at, env };
  const template = looseTemplate(code);
  const uses = template ? variableUses(template).filter(({ name }) => data.has(name)) : [];
  if (uses.length === 0) return renderLoose(code, vars, options);
  const safe = new Map(vars);
  for (const { name, span, kind } of uses) {
    const value = vars.get(name);
    if (value === undefined || isHarmless(value) || kind === "condition") continue;
    const opening = code.lastIndexOf("{{", span.start);
    const isQuoted = openQuote(code, opening, language) !== undefined;
    if (!isQuoted || typeof value !== "string" || !isAlone(code.slice(opening), name))
      throw wouldRun(name, at);
    safe.set(name, escaped(value, language));
  }
  return renderLoose(code, safe, options);
}

/** Whether a tag writes a value out as it is: a filter could undo what escapes it. */
function isAlone(code: string, name: string): boolean {
  const [, written] =
    /^\{\{-?\s*([\p{ID_Start}_][\p{ID_Continue}]*)\s*(?:\|\s*safe\s*)?-?\}\}/u.exec(code) ?? [];
  return written === name;
}

function isHarmless(value: Json): boolean {
  if (typeof value === "string") return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(value);
  return typeof value !== "object" || value === null;
}

/** A text as it stands between quotes, whichever they are. */
function escaped(value: string, language: ScriptSpec["language"]): string {
  const text = value
    .replaceAll("\\", "\\\\")
    .replaceAll("\r", "\\r")
    .replaceAll("\n", "\\n")
    .replace(/['"]/g, "\\$&");
  if (language === "python") return text;
  return text.replace(/[`$#]/g, "\\$&");
}

function wouldRun(name: string, at: SourceLocation): MlxError {
  return new MlxError(
    "MLX_UNSAFE_TEMPLATE",
    `the value of ${name} comes from data, and would become a part of this code`,
    {
      hint: `read it in the code: context.vars.${name}; or trust the data: --trust-templates`,
      exitCode: 2,
      at,
    },
  );
}
