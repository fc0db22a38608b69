import { invalid } from "./service-error.js";

/** Characters and counts that MLflow's interface allows. */
export const limits = {
  key: 250,
  paramValue: 6_000,
  /** Of names of runs and models, too: MLflow shows a run's as a tag. */
  tagValue: 8_000,
  experimentTagValue: 20_000,
  experimentName: 500,
  metricsPerBatch: 1_000,
  paramsPerBatch: 100,
  tagsPerBatch: 100,
  runsPerPage: 50_000,
  experimentsPerPage: 50_000,
  runsPerBulk: 100,
  pointsPerBulkRun: 2_500,
} as const;

/** @throws {ServiceError} if `text` is longer than it may be. */
export function requireLength(what: string, text: string, limit: number): string {
  if (text.length <= limit) return text;
  throw invalid(
    `${what} has ${text.length} characters, more than ${limit}: ${JSON.stringify(`${text.slice(0, 60)}…`)}`,
  );
}

/** @throws {ServiceError} if `text` is too long, or has what cannot be shown or kept as it is. */
export function requireName(what: string, text: string, limit: number): string {
  if (!/[\p{Cc}\p{Cs}]/u.test(text)) return requireLength(what, text, limit);
  throw invalid(
    `${what} has a control character, or half of a character: ${JSON.stringify(text.slice(0, 60))}`,
  );
}

/** @throws {ServiceError} if there are more than there may be. */
export function requireCount(what: string, count: number, limit: number): void {
  if (count > limit) throw invalid(`a request may carry at most ${limit} ${what}, this one has ${count}`);
}
