import type { Database } from "better-sqlite3";
import { type RunId, type RunRecord, runStatuses } from "../runs/types.js";
import { artifactsOf, checkpointsOf, inputsOf } from "./artifacts.js";
import { modelsOf } from "./logged-models.js";
import { Query } from "./query.js";
import { contextOf } from "./run-context.js";
import { runRow, summaryOf } from "./run-rows.js";

const statuses = new Query<{ readonly status: string; readonly count: number }>(
  `SELECT r.status, count(*) AS count FROM runs r JOIN experiments e ON e.id = r.experiment
   WHERE r.deleted_at IS NULL AND e.deleted = 0 GROUP BY r.status`,
);
/** A beginning or ending, or a beginning of what tables show: the last 8 characters. */
const like = new Query<{ readonly id: RunId }>(
  `WITH typed(text) AS (VALUES (?)) SELECT id FROM runs, typed WHERE substr(id, 1, length(text)) = text
   OR substr(id, -length(text)) = text OR substr(id, -8, length(text)) = text ORDER BY id LIMIT 10`,
);

export function recordOf(database: Database, id: RunId): RunRecord | undefined {
  const row = runRow(database, id);
  if (row === undefined) return undefined;
  return {
    ...summaryOf(database, row),
    context: contextOf(database, row.num),
    artifacts: artifactsOf(database, row.num),
    checkpoints: checkpointsOf(database, row.num),
    inputs: inputsOf(database, row.num),
    models: modelsOf(database, row.num),
  };
}

export function countsOf(database: Database): Record<string, number> {
  const counts = new Map(
    statuses
      .on(database)
      .all()
      .map(({ status, count }) => [status, count]),
  );
  return Object.fromEntries(runStatuses.map((status) => [status, counts.get(status) ?? 0]));
}

export function idsLike(database: Database, text: string): RunId[] {
  return text === ""
    ? []
    : like
        .on(database)
        .all(text)
        .map(({ id }) => id);
}
