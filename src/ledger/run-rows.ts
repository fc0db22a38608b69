import type { Database } from "better-sqlite3";
import type { RunHeader, RunId, RunKind, RunStatus, RunSummary } from "../runs/types.js";
import { tagsOf } from "./annotations.js";
import { KeyNames, latestOf } from "./metrics.js";
import { paramsOf } from "./params.js";
import { Query } from "./query.js";

/** A run's columns, with its experiment's name. */
export interface RunRow {
  readonly num: number;
  readonly id: RunId;
  readonly name: string;
  readonly experiment: string;
  readonly kind: RunKind;
  readonly command_id: RunId | null;
  readonly status: RunStatus;
  readonly start_time: number;
  readonly end_time: number | null;
  readonly exit_code: number | null;
  readonly signal: string | null;
  readonly user: string | null;
  readonly git_commit: string | null;
  readonly git_branch: string | null;
  readonly git_dirty: number;
  readonly deleted_at: number | null;
}

const select = `SELECT r.num, r.id, r.name, e.name AS experiment, r.kind, r.command_id, r.status, r.start_time,
    r.end_time, r.exit_code, r.signal, r.user, r.git_commit, r.git_branch, r.git_dirty, r.deleted_at
  FROM runs r JOIN experiments e ON e.id = r.experiment`;
const byId = new Query<RunRow>(`${select} WHERE r.id = ?`);
const byNumber = new Query<RunRow>(`${select} WHERE r.num = ?`);

export function runRow(database: Database, id: RunId): RunRow | undefined {
  return byId.on(database).get(id);
}

export function headerOf(row: RunRow): RunHeader {
  return {
    id: row.id,
    name: row.name,
    experiment: row.experiment,
    kind: row.kind,
    ...(row.command_id !== null && { commandId: row.command_id }),
    status: row.status,
    startTime: row.start_time,
    ...(row.end_time !== null && { endTime: row.end_time }),
    ...(row.exit_code !== null && { exitCode: row.exit_code }),
    ...(row.signal !== null && { signal: row.signal }),
    ...(row.user !== null && { user: row.user }),
    git: {
      ...(row.git_commit !== null && { commit: row.git_commit }),
      ...(row.git_branch !== null && { branch: row.git_branch }),
      dirty: row.git_dirty !== 0,
    },
    ...(row.deleted_at !== null && { deletedAt: row.deleted_at }),
  };
}

export function summaryOf(database: Database, row: RunRow, names = new KeyNames(database)): RunSummary {
  return {
    ...headerOf(row),
    params: paramsOf(database, row.num),
    tags: tagsOf(database, row.num),
    metrics: latestOf(database, row.num, names),
  };
}

/** The runs of these numbers, in the same order. */
export function summariesOf(database: Database, numbers: readonly number[]): RunSummary[] {
  const names = new KeyNames(database);
  return numbers.flatMap((number) => {
    const row = byNumber.on(database).get(number);
    return row === undefined ? [] : [summaryOf(database, row, names)];
  });
}
