import type { PromptProblem } from "../problem.js";
import type { TextSource } from "../source.js";
import type { Template } from "./ast.js";
import { checkRoles } from "./check-roles.js";
import { type Dialect, promptDialect } from "./dialect.js";
import { FileParser } from "./file-parser.js";
import type { IncludeResolver } from "./include.js";
import { ProblemList } from "./problem-list.js";

/** What came of reading a template. With problems, the template holds what could be understood. */
export interface ParsedTemplate {
  readonly template: Template;
  readonly problems: PromptProblem[];
}

/**
 * Reads a template and everything that it includes, in a time that grows with its size.
 * @param start where the template begins in the text; it ends where the text ends.
 * @param include finds included files. @param dialect of prompts, if no other is named.
 */
export function parseTemplate(
  source: TextSource,
  start: number,
  include: IncludeResolver,
  dialect: Dialect = promptDialect,
): ParsedTemplate {
  const problems = new ProblemList();
  const { template } = new FileParser(include, problems, dialect).parse(source, start, source.text.length);
  if (problems.size === 0) checkRoles(template, problems);
  return { template, problems: problems.sorted() };
}
