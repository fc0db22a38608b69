import { gunzipSync, gzipSync } from "node:zlib";
import { Connection } from "../connection.js";
import { openLedger } from "../open-ledger.js";
import { type Bindable, Query } from "../query.js";
import type { DriftCheck, DriftCheckQuery, DriftLedger } from "./drift-ledger.js";

interface Row {
  readonly id: string;
  readonly monitor: string;
  readonly started: number;
  readonly verdict: DriftCheck["verdict"];
  readonly reason: string;
  readonly data: string;
  readonly sha256: string;
  readonly baseline: string;
  readonly rows: number;
  readonly columns: number;
  readonly drifted: number;
  readonly git_commit: string | null;
  readonly git_dirty: number;
}

const columns =
  "id, monitor, started, verdict, reason, data, sha256, baseline, rows, columns, drifted, git_commit, git_dirty";
const insert = new Query(
  `INSERT INTO drift_checks (${columns}, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
);
const byId = new Query<Row>(`SELECT ${columns} FROM drift_checks WHERE id = ?`);
const documentOf = new Query<{ readonly document: Uint8Array }>(
  "SELECT document FROM drift_checks WHERE id = ?",
);
const like = new Query<{ readonly id: string }>(
  `WITH typed(text) AS (VALUES (?)) SELECT id FROM drift_checks, typed WHERE substr(id, 1, length(text)) = text
   OR substr(id, -length(text)) = text OR substr(id, -8, length(text)) = text ORDER BY id LIMIT 10`,
);

/** Opens the checks of the ledger at `path`, making and migrating it as needed. @throws {MlxError} as `openLedger`. */
export async function openDriftLedger(path: string): Promise<DriftLedger> {
  const ledger = await openLedger(path, "read");
  const connection = new Connection(ledger);
  return {
    readOnly: ledger.readOnly,
    close: () => ledger.close(),
    add: (check, document) => add(connection, check, document),
    find: (id) =>
      connection.read((db) => {
        const row = byId.on(db).get(id);
        return row && checkOf(row);
      }),
    document: (id) => {
      const row = connection.read((db) => documentOf.on(db).get(id));
      return row && gunzipSync(row.document).toString("utf8");
    },
    list: (query) => list(connection, query),
    count: (query) => count(connection, query),
    idsLike: (text) =>
      text === "" ? [] : connection.read((db) => like.on(db).all(text)).map(({ id }) => id),
  };
}

function add(connection: Connection, check: DriftCheck, document: string): void {
  const bytes = gzipSync(document);
  connection.write((db) => {
    insert
      .on(db)
      .run(
        check.id,
        check.monitor,
        check.started,
        check.verdict,
        check.reason,
        check.data,
        check.sha256,
        check.baseline,
        check.rows,
        check.columns,
        check.drifted,
        check.commit ?? null,
        check.dirty ? 1 : 0,
        bytes,
      );
  });
}

function list(connection: Connection, { monitor, limit }: DriftCheckQuery): DriftCheck[] {
  const { where, values } = conditions(monitor);
  const most = limit === undefined ? "" : ` LIMIT ${Math.trunc(limit)}`;
  const sql = `SELECT ${columns} FROM drift_checks${where} ORDER BY id DESC${most}`;
  return connection.read((db) => new Query<Row>(sql).on(db).all(...values)).map(checkOf);
}

function count(connection: Connection, { monitor }: DriftCheckQuery): number {
  const { where, values } = conditions(monitor);
  const sql = `SELECT count(*) AS count FROM drift_checks${where}`;
  return connection.read(
    (db) => new Query<{ readonly count: number }>(sql).on(db).get(...values)?.count ?? 0,
  );
}

function conditions(monitor: string | undefined): { readonly where: string; readonly values: Bindable[] } {
  return monitor === undefined
    ? { where: "", values: [] }
    : { where: " WHERE monitor = ?", values: [monitor] };
}

function checkOf({ git_commit, git_dirty, ...row }: Row): DriftCheck {
  return { ...row, ...(git_commit !== null && { commit: git_commit }), dirty: git_dirty !== 0 };
}
