import type { SourceLocation } from "../../core/errors.js";
import type { CaseGrades } from "../../evals/grade-case.js";
import type { CaseDigests } from "../../evals/outcomes/case-digests.js";
import type { CaseResult, EvalCase, ProviderAnswer, ProviderRequest } from "../../evals/types.js";
import type { AnsweredCase } from "./answered-case.js";
import type { CaseError } from "./case-error.js";

/** What not every result has, while it is put together. */
type Optional = {
  -readonly [Key in "description" | "score" | "toolCalls" | "finishReason" | "answeredBy"]?: CaseResult[Key];
} & {
  -readonly [Key in "model" | "cluster" | "ttftMs" | "usage" | "costUsd" | "error" | "at"]?: CaseResult[Key];
};

/** The result of a case whose answer was judged. One literal, since there may be 20,000 of them a second. */
export function gradedResult(
  id: string,
  answered: AnsweredCase,
  grades: CaseGrades,
  digests: CaseDigests,
): CaseResult {
  const { item, request, answer, output, answeredBy } = answered;
  const { test } = item;
  const optional = optionalOf(item, answer);
  if (grades.score !== undefined) optional.score = grades.score;
  if (grades.error !== undefined) optional.error = grades.error;
  if (answeredBy !== undefined) optional.answeredBy = answeredBy;
  if (grades.status !== "passed") optional.at = placeOf(item);
  return {
    id,
    index: item.index,
    test: test.id,
    prompt: item.prompt.label,
    provider: item.provider.label,
    repeat: item.repeat,
    status: grades.status,
    grades: grades.grades,
    namedScores: grades.namedScores,
    messages: request.messages,
    output,
    vars: Object.fromEntries(request.vars),
    slices: test.slices,
    tags: test.tags,
    critical: test.critical,
    latencyMs: answer.latencyMs,
    cached: answer.cached,
    metadata: answer.metadata === undefined ? test.metadata : { ...test.metadata, ...answer.metadata },
    digests,
    ...optional,
  };
}

/** The result of a case that brought no answer, or none that could be used. */
export function erroredResult(
  id: string,
  item: EvalCase,
  error: CaseError,
  request: ProviderRequest | undefined,
  answer: ProviderAnswer | undefined,
  digests: CaseDigests,
): CaseResult {
  const { test } = item;
  return {
    id,
    index: item.index,
    test: test.id,
    prompt: item.prompt.label,
    provider: item.provider.label,
    repeat: item.repeat,
    status: "errored",
    grades: [],
    namedScores: {},
    messages: request?.messages ?? [],
    ...(answer !== undefined && { output: answer.output, latencyMs: answer.latencyMs }),
    vars: Object.fromEntries(request?.vars ?? test.vars),
    slices: test.slices,
    tags: test.tags,
    critical: test.critical,
    cached: answer?.cached ?? false,
    metadata: test.metadata,
    digests,
    ...optionalOf(item, answer),
    error,
    at: placeOf(item),
  };
}

function optionalOf({ test }: EvalCase, answer: ProviderAnswer | undefined): Optional {
  const optional: Optional = {};
  if (test.description !== undefined) optional.description = test.description;
  if (test.cluster !== undefined) optional.cluster = test.cluster;
  if (answer === undefined) return optional;
  if (answer.toolCalls !== undefined) optional.toolCalls = answer.toolCalls;
  if (answer.finishReason !== undefined) optional.finishReason = answer.finishReason;
  if (answer.model !== undefined) optional.model = answer.model;
  if (answer.ttftMs !== undefined) optional.ttftMs = answer.ttftMs;
  if (answer.usage !== undefined) optional.usage = answer.usage;
  if (answer.costUsd !== undefined) optional.costUsd = answer.costUsd;
  return optional;
}

/** To find a place may take reading the suite again, so it is asked for where it is of use. */
function placeOf({ test: { at } }: EvalCase): SourceLocation {
  return { file: at.file, line: at.line, column: at.column };
}
