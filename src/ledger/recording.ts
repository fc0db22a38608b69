import { MlxError } from "../core/errors.js";
import { identityName, ownIdentity } from "../files/process-identity.js";
import type { LogBatch, RunContext, RunEnd, RunGit, RunId } from "../runs/types.js";
import { annotate, storeAnnotation, tagAnnotation } from "./annotations.js";
import type { Connection } from "./connection.js";
import { activeExperiment } from "./experiments.js";
import { storePoints } from "./metrics.js";
import { storeParams } from "./params.js";
import { Query } from "./query.js";
import { storeContext } from "./run-context.js";
import type { NewRun, SpoolPosition } from "./run-ledger.js";
import { findRunNumber, runNumber } from "./run-number.js";

const insert = new Query(
  `INSERT INTO runs (id, experiment, name, kind, command_id, status, start_time, user, git_commit, git_branch, git_dirty,
     owner, heartbeat)
   VALUES (?, ?, ?, ?, ?, 'running', ?, ?, ?, ?, ?, ?, ?)`,
);
const setSpool = new Query("UPDATE runs SET spool_offset = ? WHERE num = ?");
const getSpool = new Query<{ readonly spool_offset: number }>("SELECT spool_offset FROM runs WHERE num = ?");
const updateGit = new Query("UPDATE runs SET git_commit = ?, git_branch = ?, git_dirty = ? WHERE num = ?");
const end = new Query(
  `UPDATE runs SET status = ?, end_time = ?, exit_code = ?, signal = ?, owner = NULL, heartbeat = NULL WHERE num = ?`,
);
const reopen = new Query(
  "UPDATE runs SET status = 'running', end_time = NULL, exit_code = NULL, signal = NULL WHERE num = ?",
);
const beat = new Query("UPDATE runs SET heartbeat = ? WHERE num = ? AND owner IS NOT NULL");

export function createRun(connection: Connection, run: NewRun): void {
  connection.write((database) => {
    if (findRunNumber(database, run.id) !== undefined) {
      throw new MlxError("MLX_RUN_EXISTS", `there is a run ${run.id} already`, { exitCode: 2 });
    }
    const experiment = activeExperiment(database, run.experiment, run.startTime).id;
    const { commit = null, branch = null, dirty = false } = run.git ?? {};
    const head = [run.id, experiment, run.name, run.kind, run.commandId ?? null, run.startTime] as const;
    const owner = run.owned ? identityName(ownIdentity()) : null;
    const tail = [run.user ?? null, commit, branch, Number(dirty), owner, owner && run.startTime] as const;
    const number = Number(insert.on(database).run(...head, ...tail).lastInsertRowid);
    storeAnnotation(database, number, "name", { value: run.name, at: run.startTime });
    for (const [key, value] of Object.entries(run.tags ?? {})) {
      storeAnnotation(database, number, tagAnnotation(key), { value, at: run.startTime });
    }
    storeContext(database, number, run.context ?? {});
  });
}

export function append(
  connection: Connection,
  id: RunId,
  batch: LogBatch,
  now: number,
  spool: SpoolPosition | undefined,
): void {
  connection.write((database) => {
    const run = runNumber(database, id);
    storeParams(database, run, id, batch.params ?? {});
    storePoints(database, connection.metricKeys, run, batch.metrics ?? []);
    for (const [key, value] of Object.entries(batch.tags ?? {})) {
      annotate(database, run, tagAnnotation(key), value, now);
    }
    if (spool !== undefined) setSpool.on(database).run(spool.offset, run);
  });
}

export function spoolOffset(connection: Connection, id: RunId): number {
  return connection.read((database) => getSpool.on(database).get(runNumber(database, id))?.spool_offset ?? 0);
}

export function mergeContext(connection: Connection, id: RunId, context: RunContext): void {
  connection.write((database) => storeContext(database, runNumber(database, id), context));
}

export function setGit(connection: Connection, id: RunId, { commit, branch, dirty }: RunGit): void {
  connection.write((database) => {
    updateGit.on(database).run(commit ?? null, branch ?? null, Number(dirty), runNumber(database, id));
  });
}

export function endRun(
  connection: Connection,
  id: RunId,
  { status, endTime, exitCode, signal }: RunEnd,
): void {
  connection.write((database) => {
    end.on(database).run(status, endTime, exitCode ?? null, signal ?? null, runNumber(database, id));
  });
}

export function reopenRun(connection: Connection, id: RunId): void {
  connection.write((database) => {
    reopen.on(database).run(runNumber(database, id));
  });
}

export function heartbeat(connection: Connection, id: RunId, now: number): void {
  connection.write((database) => {
    beat.on(database).run(now, runNumber(database, id));
  });
}
