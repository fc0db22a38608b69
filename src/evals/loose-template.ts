import { MlxError, type SourceLocation } from "../core/errors.js";
import type { Template } from "../prompts/template/ast.js";
import type { IncludeResolver } from "../prompts/template/include.js";
import { type ParsedTemplate, parseTemplate } from "../prompts/template/parse.js";
import { textSource } from "../prompts/text-source.js";
import { looseDialect, withOwnFilters } from "./loose/loose-dialect.js";
import { renderNodes } from "./loose/loose-renderer.js";
import type { OwnFilters } from "./loose/own-filters.js";
import type { Vars } from "./types.js";

/** How a template is told in messages, and what `env.NAME` may read. */
export interface LooseTemplateOptions {
  /** The file that the text stands in. */
  readonly file: string;
  /** Where in the file the text begins, when it is a part of it. */
  readonly at?: SourceLocation;
  /** What `{{ env.NAME }}` reads; absent: nothing, every name renders empty. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Filters of the suite's own. */
  readonly filters?: OwnFilters;
}

/** Templates of a suite are few and rendered often: each is read once. */
const known = new Map<string, ParsedTemplate>();
/** Those that may use filters of a suite's own. */
const knownWith = new WeakMap<OwnFilters["known"], Map<string, ParsedTemplate>>();
const mostKnown = 4096;

const marks = /\{[{%#]/;
const nothing: Readonly<Record<string, string>> = {};

/**
 * Renders as Nunjucks does within the safe subset: what is not there is empty, `==` is JavaScript's, nothing is escaped,
 * and no code is run. What the values hold is never read as a template.
 * @throws {MlxError} `MLX_TEMPLATE`, exit 2, with the place, for what the subset lacks. @throws {PendingFilters} where filters of
 *   the suite's own have to be asked first.
 */
export function renderLoose(text: string, vars: Vars, options: LooseTemplateOptions): string {
  if (!isTemplate(text)) return text;
  const { template, problems } = parsed(text, options.filters);
  if (problems[0]) throw invalid(problems, options);
  return placed(() => renderNodes(template, vars, options.env ?? nothing, options.filters), options);
}

/** Whether a text has anything to fill in. */
export function isTemplate(text: string): boolean {
  return marks.test(text);
}

/** The template of a text; undefined if it cannot be read. */
export function looseTemplate(text: string): Template | undefined {
  const { template, problems } = parsed(text);
  return problems.length === 0 ? template : undefined;
}

function parsed(text: string, filters?: OwnFilters): ParsedTemplate {
  const cache = filters ? cacheOf(filters.known) : known;
  const before = cache.get(text);
  if (before) return before;
  if (cache.size >= mostKnown) cache.clear();
  const dialect = filters ? withOwnFilters(filters.known) : looseDialect;
  const result = parseTemplate(textSource("", text), 0, noIncludes, dialect);
  cache.set(text, result);
  return result;
}

function cacheOf(own: OwnFilters["known"]): Map<string, ParsedTemplate> {
  const cache = knownWith.get(own) ?? new Map<string, ParsedTemplate>();
  knownWith.set(own, cache);
  return cache;
}

const noIncludes: IncludeResolver = (path) => ({
  problem: `the template cannot include ${path}`,
  hint: "write its text into the template, or give it as a variable `file://…`",
});

function invalid(problems: ParsedTemplate["problems"], options: LooseTemplateOptions): MlxError {
  const [first] = problems;
  const error = new MlxError("MLX_TEMPLATE", first?.message ?? "the template cannot be read", {
    exitCode: 2,
    ...(first && { at: first }),
    ...(first?.hint !== undefined && { hint: first.hint }),
    problems:
      problems.length > 1 ? problems.map((problem) => ({ ...problem, ...place(problem, options).at })) : [],
  });
  return inFile(error, options);
}

/** Does the work, and tells of what goes wrong where the text stands in its file. */
function placed(work: () => string, options: LooseTemplateOptions): string {
  try {
    return work();
  } catch (error) {
    throw error instanceof MlxError && error.at?.file === "" ? inFile(error, options) : error;
  }
}

function inFile(error: MlxError, options: LooseTemplateOptions): MlxError {
  const { at, inside } = place(error.at ?? { file: "", line: 1, column: 1 }, options);
  return new MlxError(error.code, `${error.message}${inside}`, {
    exitCode: error.exitCode,
    at,
    problems: error.problems,
    ...(error.hint !== undefined && { hint: error.hint }),
  });
}

/**
 * The place in the file. Of a text that begins in the middle of a line, such as a value of YAML, indentation and quotes
 * are not known: then the value is named, and the place inside it is told in words.
 */
function place(
  within: SourceLocation,
  { file, at }: LooseTemplateOptions,
): { readonly at: SourceLocation; readonly inside: string } {
  if (!at || at.column === 1) {
    return { at: { file, line: within.line + (at?.line ?? 1) - 1, column: within.column }, inside: "" };
  }
  return { at: { ...at, file }, inside: ` (line ${within.line}, column ${within.column} of the template)` };
}
