import { identityName, isAlive, ownIdentity, parseIdentity } from "../../files/process-identity.js";
import { Connection } from "../connection.js";
import { openLedger } from "../open-ledger.js";
import { type Bindable, Query } from "../query.js";
import type {
  Evaluation,
  EvaluationEnd,
  EvaluationLedger,
  EvaluationQuery,
  NewEvaluation,
} from "./evaluation-ledger.js";
import { type EvaluationRow, evaluationColumns, evaluationOf } from "./evaluation-rows.js";

/** How long an owner on another machine may be silent, in milliseconds. */
const patience = 120_000;

interface Owned {
  readonly id: string;
  readonly owner: string;
  readonly heartbeat: number | null;
}

const insert = new Query(
  `INSERT INTO evaluations (id, suite, file, name, format, status, started, git_commit, git_dirty, planned, results,
     digests, options, owner, heartbeat) VALUES (?, ?, ?, ?, ?, 'running', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
);
const take = new Query("UPDATE evaluations SET status = 'running', owner = ?, heartbeat = ? WHERE id = ?");
const owner = new Query<Owned>(
  "SELECT id, owner, heartbeat FROM evaluations WHERE id = ? AND status = 'running' AND owner IS NOT NULL",
);
const running = new Query<Owned>(
  "SELECT id, owner, heartbeat FROM evaluations WHERE status = 'running' AND owner IS NOT NULL",
);
// The last sign of life is the best guess at the end.
const interrupt = new Query(
  `UPDATE evaluations SET status = 'interrupted', ended = max(started, ifnull(heartbeat, ?)), owner = NULL,
     heartbeat = NULL WHERE id = ? AND status = 'running' AND owner = ?`,
);
const beat = new Query("UPDATE evaluations SET heartbeat = ? WHERE id = ? AND status = 'running'");
const finish = new Query(
  `UPDATE evaluations SET status = ?, ended = ?, planned = ?, verdict = ?, summary = ?, gates = ?, comparison = ?, owner = NULL,
     heartbeat = NULL WHERE id = ?`,
);
const removal = new Query("DELETE FROM evaluations WHERE id = ?");
const byId = new Query<EvaluationRow>(`SELECT ${evaluationColumns} FROM evaluations WHERE id = ?`);
const like = new Query<{ readonly id: string }>(
  `WITH typed(text) AS (VALUES (?)) SELECT id FROM evaluations, typed WHERE substr(id, 1, length(text)) = text
   OR substr(id, -length(text)) = text OR substr(id, -8, length(text)) = text ORDER BY id LIMIT 10`,
);
const latest = new Query<EvaluationRow>(
  `SELECT ${evaluationColumns} FROM evaluations WHERE id IN (SELECT max(id) FROM evaluations GROUP BY suite)
   ORDER BY suite`,
);

/**
 * Opens the evaluations of the ledger at `path`, making and migrating it as needed. Where nothing may be written an
 * existing one can be read.
 * @throws {MlxError} as `openLedger`.
 */
export async function openEvaluationLedger(path: string): Promise<EvaluationLedger> {
  const ledger = await openLedger(path, "read");
  const connection = new Connection(ledger);
  return {
    path,
    readOnly: ledger.readOnly,
    close: () => ledger.close(),
    begin: (evaluation) => begin(connection, evaluation),
    takeUp: (id, now) => takeUp(connection, id, now),
    heartbeat: (id, now) => connection.write((db) => void beat.on(db).run(now, id)),
    interrupt: (id, now) =>
      connection.write((db) => void interrupt.on(db).run(now, id, identityName(ownIdentity()))),
    end: (id, end) => endEvaluation(connection, id, end),
    remove: (id) => connection.write((db) => void removal.on(db).run(id)),
    markInterrupted: (now) => markInterrupted(connection, now),
    find: (id) =>
      connection.read((db) => {
        const row = byId.on(db).get(id);
        return row && evaluationOf(row);
      }),
    list: (query) => list(connection, query),
    count: (query) => count(connection, query),
    idsLike: (text) =>
      text === "" ? [] : connection.read((db) => like.on(db).all(text)).map(({ id }) => id),
    latestPerSuite: () => connection.read((db) => latest.on(db).all()).map(evaluationOf),
  };
}

function begin(connection: Connection, evaluation: NewEvaluation): void {
  connection.write((db) => {
    insert
      .on(db)
      .run(
        evaluation.id,
        evaluation.suite,
        evaluation.file,
        evaluation.name ?? null,
        evaluation.format,
        evaluation.started,
        evaluation.commit ?? null,
        evaluation.dirty ? 1 : 0,
        evaluation.planned ?? null,
        evaluation.results,
        JSON.stringify(evaluation.digests),
        JSON.stringify(evaluation.options),
        identityName(ownIdentity()),
        evaluation.started,
      );
  });
}

function takeUp(connection: Connection, id: string, now: number): boolean {
  return connection.write((db) => {
    const held = owner.on(db).get(id);
    if (held !== undefined && !isGone(held, now)) return false;
    return take.on(db).run(identityName(ownIdentity()), now, id).changes > 0;
  });
}

function endEvaluation(connection: Connection, id: string, end: EvaluationEnd): void {
  const { status, ended, planned, verdict } = end;
  const [summary, gates] = [JSON.stringify(end.summary), JSON.stringify(end.gates)];
  const comparison = end.against === undefined ? null : JSON.stringify(end.against);
  connection.write((db) => {
    finish.on(db).run(status, ended, planned, verdict, summary, gates, comparison, id);
  });
}

function markInterrupted(connection: Connection, now: number): void {
  if (connection.ledger.readOnly) return;
  const dead = connection.read((db) => running.on(db).all()).filter((row) => isGone(row, now));
  if (dead.length === 0) return;
  connection.write((db) => {
    for (const row of dead) interrupt.on(db).run(now, row.id, row.owner);
  });
}

function isGone(row: Owned, now: number): boolean {
  const identity = parseIdentity(row.owner);
  const alive = identity === undefined ? "unknown" : isAlive(identity);
  return alive === "unknown" ? now - (row.heartbeat ?? 0) > patience : !alive;
}

function list(connection: Connection, query: EvaluationQuery): Evaluation[] {
  const { where, values } = conditions(query);
  const limit = query.limit === undefined ? "" : ` LIMIT ${Math.trunc(query.limit)}`;
  const sql = `SELECT ${evaluationColumns} FROM evaluations${where} ORDER BY id DESC${limit}`;
  return connection
    .read((db) => new Query<EvaluationRow>(sql).on(db).all(...values))
    .map((row) => evaluationOf(row));
}

function count(connection: Connection, query: EvaluationQuery): number {
  const { where, values } = conditions(query);
  const sql = `SELECT count(*) AS count FROM evaluations${where}`;
  return connection.read(
    (db) => new Query<{ readonly count: number }>(sql).on(db).get(...values)?.count ?? 0,
  );
}

function conditions(query: EvaluationQuery): { readonly where: string; readonly values: Bindable[] } {
  const wanted = (["name", "suite", "file", "status"] as const).flatMap((column) => {
    const value = query[column];
    return value === undefined ? [] : [{ column, value }];
  });
  const where = wanted.map(({ column }) => `${column} = ?`).join(" AND ");
  return { where: where === "" ? "" : ` WHERE ${where}`, values: wanted.map(({ value }) => value) };
}
