import type { FilterClause, FilterOperator } from "../query.js";
import { mlflowStatus } from "../status.js";
import { type RunStatus, runStatuses } from "../types.js";
import { matchesLike } from "./like.js";

/**
 * The statuses that a comparison of `attributes.status` lets through. Both vocabularies are understood, in any case.
 * To MLflow, which writes capitals, an interrupted run has failed: `FAILED` is both, `failed` only what failed by itself.
 */
export function statusesMatching(operator: FilterOperator, value: FilterClause["value"]): RunStatus[] {
  const words = typeof value === "object" ? value : [String(value)];
  const isOneOf = (status: RunStatus): boolean => words.some((word) => isCalled(status, word));
  const tests: Partial<Record<FilterOperator, (status: RunStatus) => boolean>> = {
    "=": isOneOf,
    IN: isOneOf,
    "!=": (status) => !isOneOf(status),
    "NOT IN": (status) => !isOneOf(status),
    LIKE: (status) => namesOf(status).some((name) => words.some((word) => matchesLike(name, word, true))),
    ILIKE: (status) => namesOf(status).some((name) => words.some((word) => matchesLike(name, word, false))),
  };
  const test = tests[operator];
  if (test === undefined) throw new RangeError(`a status cannot be compared with ${operator}`);
  return runStatuses.filter(test);
}

function isCalled(status: RunStatus, word: string): boolean {
  return namesOf(status).includes(word) || status === word.toLowerCase();
}

function namesOf(status: RunStatus): readonly string[] {
  return [status, mlflowStatus(status)];
}
