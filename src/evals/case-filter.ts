import { MlxError } from "../core/errors.js";
import { closest } from "../core/suggest.js";
import { namesOf } from "./cases.js";
import type { CaseResult, EvalCase } from "./types.js";

/** One `--filter`: a case fits if any of the terms does. */
export interface CaseFilter {
  /** As typed. */
  readonly text: string;
  /** Begun with `!`: the cases that do not fit. */
  readonly negated: boolean;
  readonly terms: readonly FilterTerm[];
}

type FilterTerm =
  | { readonly field: "id" | "tag" | "prompt" | "provider"; readonly pattern: RegExp }
  | { readonly field: "slice"; readonly name: string; readonly pattern: RegExp }
  | { readonly field: "status"; readonly status: CaseResult["status"] };

const fields = ["id", "tag", "slice", "prompt", "provider", "status"];
const statuses: readonly CaseResult["status"][] = ["passed", "failed", "errored"];

/**
 * Reads a filter: terms with commas between them, any of which fits: `tag=smoke`, `slice=language:de`, `prompt=v2*`,
 * `provider=openai:*`, `failed`, `errored`, `passed` (in the last evaluation), anything else is the id or the description of a
 * test, with `*` and `?`. A `!` before it all turns it round.
 * @throws {MlxError} `MLX_USAGE`, exit 2.
 */
export function parseCaseFilter(text: string): CaseFilter {
  const negated = text.startsWith("!");
  const words = (negated ? text.slice(1) : text).split(",").map((word) => word.trim());
  if (words.some((word) => word === "")) throw usage(text, "it holds no term");
  return { text, negated, terms: words.map((word) => parseTerm(text, word)) };
}

function parseTerm(text: string, word: string): FilterTerm {
  const bare = statuses.find((status) => status === word);
  if (bare !== undefined) return { field: "status", status: bare };
  const parts = /^([a-z]+)=(.*)$/.exec(word);
  const [field = "id", value = word] = parts?.slice(1) ?? [];
  if (value === "") throw usage(text, `${field}= has no value`);
  switch (field) {
    case "id":
    case "tag":
    case "prompt":
    case "provider":
      return { field, pattern: glob(value) };
    case "slice":
      return sliceTerm(text, value);
    case "status":
      return statusTerm(text, value);
    default:
      throw usage(text, `cases have no ${field}`, closest(field, fields));
  }
}

function sliceTerm(text: string, value: string): FilterTerm {
  const [, name, wanted] = /^([^:=]+)[:=](.+)$/.exec(value) ?? [];
  if (name === undefined || wanted === undefined) throw usage(text, "a slice is written slice=NAME:VALUE");
  return { field: "slice", name, pattern: glob(wanted) };
}

function statusTerm(text: string, value: string): FilterTerm {
  const status = statuses.find((known) => known === value);
  if (status !== undefined) return { field: "status", status };
  throw usage(text, `a status is ${statuses.join(", ")}`, closest(value, statuses));
}

/** Whether a term needs the last evaluation of the suite. */
export function asksStatus(filters: readonly CaseFilter[]): boolean {
  return filters.some(({ terms }) => terms.some(({ field }) => field === "status"));
}

/** @param before what became of the case in the last evaluation. */
export function fitsFilter(
  filter: CaseFilter,
  item: EvalCase,
  id: string,
  before: CaseResult["status"] | undefined,
): boolean {
  return filter.negated !== filter.terms.some((term) => fitsTerm(term, item, id, before));
}

function fitsTerm(
  term: FilterTerm,
  item: EvalCase,
  id: string,
  before: CaseResult["status"] | undefined,
): boolean {
  switch (term.field) {
    case "id":
      return [item.test.id, id, item.test.description ?? ""].some((name) => term.pattern.test(name));
    case "tag":
      return item.test.tags.some((tag) => term.pattern.test(tag));
    case "prompt":
      return term.pattern.test(item.prompt.label);
    case "provider":
      return namesOf(item.provider).some((name) => term.pattern.test(name));
    case "slice": {
      const value = Object.hasOwn(item.test.slices, term.name) ? item.test.slices[term.name] : undefined;
      return value !== undefined && term.pattern.test(value);
    }
    case "status":
      return before === term.status;
  }
}

function glob(text: string): RegExp {
  const pattern = text
    .split(/(\*+|\?)/)
    .map((piece) => {
      if (piece === "?") return ".";
      return piece.startsWith("*") ? ".*" : piece.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
    })
    .join("");
  return new RegExp(`^${pattern}$`, "s");
}

function usage(text: string, reason: string, meant?: string): MlxError {
  return new MlxError("MLX_USAGE", `--filter ${JSON.stringify(text)}: ${reason}`, {
    hint:
      meant === undefined
        ? "write an id (with * and ?), tag=, slice=NAME:VALUE, prompt=, provider=, failed, errored or passed"
        : `did you mean ${meant}?`,
    exitCode: 2,
  });
}
