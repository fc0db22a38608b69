import { namesScript } from "../../../evals/suite/read-script.js";
import type { SuiteSource } from "../../../evals/suite/suite-source.js";
import type { ScriptSpec } from "../../../evals/types.js";
import type { PromptfooFiles } from "./promptfoo-files.js";

/** Reads `nunjucksFilters`: the file of JavaScript, or the pattern of some, that each filter is. */
export function readFilters(
  files: PromptfooFiles,
  source: SuiteSource,
  value: unknown,
): ReadonlyMap<string, ScriptSpec> | undefined {
  const path = ["nunjucksFilters"];
  if (value === undefined || value === null) return undefined;
  const filters = new Map<string, ScriptSpec>();
  for (const [name, written] of source.fields.mapping(value, path) ?? []) {
    const at = [...path, name];
    const text = source.fields.text(written, at);
    if (text === undefined) continue;
    // Of several files the last is the filter.
    const file = files.matches(source, text, at).at(-1);
    const found = file === undefined ? undefined : files.locate(source, file, at);
    if (!found) continue;
    if (!namesScript(`file://${found.file}`) || /\.(?:py|rb)$/i.test(found.file)) {
      source.fields.refuse(
        at,
        `${found.file} is no file of JavaScript`,
        "a filter is a function that it exports",
      );
    } else filters.set(name, { language: "javascript", file: found.path, at: source.place(at) });
  }
  return filters.size === 0 ? undefined : filters;
}
