import type { FieldPath } from "../../prompts/front-matter/field-reader.js";
import { parseTemplate } from "../../prompts/template/parse.js";
import { variableUses } from "../../prompts/template/walk.js";
import { textSource } from "../../prompts/text-source.js";
import type { Json } from "../../prompts/types.js";
import { looseDialect } from "../loose/loose-dialect.js";
import { isTemplate } from "../loose-template.js";
import { nameAdvice } from "./name-advice.js";
import type { SuiteSource } from "./suite-source.js";

/** A text of the suite that is rendered with a case's values, and the names that it uses. */
export interface TemplateText {
  readonly path: FieldPath;
  readonly text: string;
  readonly names: readonly { readonly name: string; readonly start: number }[];
}

/** Reads the templates in a value, and reports those that are wrong. @returns whether there are any. */
export function readTemplates(source: SuiteSource, value: Json, path: FieldPath): boolean {
  if (typeof value === "string") return isTemplate(value) && readTemplate(source, value, path);
  if (typeof value !== "object" || value === null) return false;
  const found = Object.entries(value).map(([key, inside]) =>
    readTemplates(source, inside, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return found.includes(true);
}

function readTemplate(source: SuiteSource, text: string, path: FieldPath): true {
  const lines = textSource(source.file, text);
  const { template, problems } = parseTemplate(
    lines,
    0,
    () => ({ problem: "a suite's templates cannot include files" }),
    looseDialect,
  );
  for (const { line, column, message, hint } of problems) {
    const offset = offsetOf(lines.text, line, column);
    source.fields.refuseAt(() => source.placeIn(path, text, offset), message, hint);
  }
  const names = variableUses(template).map(({ name, span }) => ({ name, start: span.start }));
  source.templates.push({ path, text, names });
  return true;
}

function offsetOf(text: string, line: number, column: number): number {
  const before = text.split("\n").slice(0, line - 1);
  return before.reduce((sum, { length }) => sum + length + 1, 0) + column - 1;
}

/** What every template may use beside the case's values: the environment that the suite sets. */
const alwaysThere = ["env"];

/** Reports the names that no case has a value for. @param templates those to look at. @param known what there is. */
export function checkNames(
  source: SuiteSource,
  templates: readonly TemplateText[],
  known: ReadonlySet<string>,
  whose: string,
): void {
  for (const { path, text, names } of templates) {
    for (const { name, start } of names) {
      if (known.has(name) || alwaysThere.includes(name)) continue;
      const place = () => source.placeIn(path, text, start);
      source.fields.refuseAt(place, `${whose} no ${name}`, nameAdvice(name, known));
    }
  }
}
