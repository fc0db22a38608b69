import type { Problem, SourceLocation } from "../../core/errors.js";
import type { YamlText } from "../../core/plain-yaml.js";
import { parseJson } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import { readGraders, type SuiteGrader } from "../suite/read-grader.js";
import { SuiteSource } from "../suite/suite-source.js";

/**
 * The graders that a row brings for itself: a list, one grader, or their JSON as text. Whatever stands in data may come from
 * anybody: such graders compare, and are neither run nor filled in.
 */
export function rowGraders(
  cell: Json | undefined,
  at: SourceLocation,
  hasExpected: boolean,
): { readonly graders: readonly SuiteGrader[]; readonly problems: readonly Problem[] } {
  const value = parsed(cell);
  if (value === undefined || value === null || value === "") return { graders: [], problems: [] };
  const list = Array.isArray(value) ? value : [value];
  const source = new SuiteSource(everywhere(list, at), at.file, "", () => ({
    find: () => undefined,
    read: () => undefined,
  }));
  const graders = readGraders(source, list, [], { hasExpected, trusted: false });
  const problems = source.fields.problems.map(({ message, hint }) => ({
    ...{ file: at.file, line: at.line, column: at.column },
    message: `graders: ${message}${hint === undefined ? "" : ` (${hint})`}`,
  }));
  return { graders, problems };
}

function parsed(cell: Json | undefined): Json | undefined {
  return typeof cell === "string" && /^\s*[[{]/.test(cell) ? (parseJson(cell) ?? cell) : cell;
}

/** All that a row says stands at its one place. */
function everywhere(value: Json, at: SourceLocation): YamlText {
  return { value, problems: [], locateValue: () => at, locateKey: () => at };
}
