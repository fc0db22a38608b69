import type { Database } from "better-sqlite3";
import type { Sha256 } from "../core/sha256.js";
import type { Checkpoint, DatasetInput, RunArtifact, RunId } from "../runs/types.js";
import { refuseFileAndFolder, requireFittingPath } from "./fit-record.js";
import { Query } from "./query.js";
import type { RunObject } from "./run-ledger.js";

interface ArtifactRow {
  readonly path: string;
  readonly sha256: Sha256;
  readonly size: number;
  readonly logged_at: number;
}

/** The tag of a data set that tells what it was used for, such as `training`. */
const contextTag = "mlflow.data.context";

const put = new Query(
  `INSERT INTO artifacts (run, path, sha256, size, logged_at) VALUES (?, ?, ?, ?, ?)
   ON CONFLICT DO UPDATE SET sha256 = excluded.sha256, size = excluded.size, logged_at = excluded.logged_at`,
);
const firstBelow = new Query<{ readonly path: string }>(
  "SELECT path FROM artifacts WHERE run = ? AND path > ? AND path < ? LIMIT 1",
);
const exact = new Query<{ readonly path: string }>("SELECT path FROM artifacts WHERE run = ? AND path = ?");
const list = new Query<ArtifactRow>(
  "SELECT path, sha256, size, logged_at FROM artifacts WHERE run = ? ORDER BY path",
);
const remove = new Query(
  "DELETE FROM artifacts WHERE run = ? AND (path = ? OR substr(path, 1, length(?) + 1) = ? || '/')",
);
const putCheckpoint = new Query(
  `INSERT INTO checkpoints (run, step, path, logged_at) VALUES (?, ?, ?, ?)
   ON CONFLICT DO UPDATE SET logged_at = excluded.logged_at`,
);
const checkpoints = new Query<{ readonly step: number; readonly path: string; readonly logged_at: number }>(
  "SELECT step, path, logged_at FROM checkpoints WHERE run = ? ORDER BY step, path",
);
const putInput = new Query(
  `INSERT INTO dataset_inputs (run, name, digest, context, json) VALUES (?, ?, ?, ?, ?)
   ON CONFLICT DO UPDATE SET context = excluded.context, json = excluded.json`,
);
const inputs = new Query<{ readonly json: string }>(
  "SELECT json FROM dataset_inputs WHERE run = ? ORDER BY name, digest",
);

/** @throws {MlxError} `MLX_INVALID_RECORD`, exit 2: a path that no folder can hold beside the others. */
export function storeArtifacts(database: Database, run: number, artifacts: readonly RunArtifact[]): void {
  for (const { path, sha256, size, loggedAt } of artifacts) {
    requireFittingPath(path);
    const other = inTheWay(database, run, path);
    if (other !== undefined) refuseFileAndFolder(path, other);
    put.on(database).run(run, path, sha256, size, loggedAt);
  }
}

/** An artifact below this path, or one that this path would be below of. */
function inTheWay(database: Database, run: number, path: string): string | undefined {
  // "0" is the character after "/".
  const inside = firstBelow.on(database).get(run, `${path}/`, `${path}0`)?.path;
  if (inside !== undefined) return inside;
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
    const folder = path.slice(0, end);
    if (exact.on(database).get(run, folder) !== undefined) return folder;
  }
  return undefined;
}

/** In byte order of the paths. */
export function artifactsOf(database: Database, run: number): RunArtifact[] {
  const rows = list.on(database).all(run);
  return rows.map(({ path, sha256, size, logged_at }) => ({ path, sha256, size, loggedAt: logged_at }));
}

/** Removes the artifact at `path` and those below it. @returns how many. */
export function dropArtifacts(database: Database, run: number, path: string): number {
  return remove.on(database).run(run, path, path, path).changes;
}

export function storeCheckpoint(database: Database, run: number, { step, path, loggedAt }: Checkpoint): void {
  putCheckpoint.on(database).run(run, step, path, loggedAt);
}

export function checkpointsOf(database: Database, run: number): Checkpoint[] {
  const rows = checkpoints.on(database).all(run);
  return rows.map(({ step, path, logged_at }) => ({ step, path, loggedAt: logged_at }));
}

export function storeInputs(database: Database, run: number, added: readonly DatasetInput[]): void {
  for (const input of added) {
    const context = input.tags[contextTag] ?? null;
    putInput.on(database).run(run, input.name, input.digest, context, JSON.stringify(input));
  }
}

export function inputsOf(database: Database, run: number): DatasetInput[] {
  return inputs
    .on(database)
    .all(run)
    .map(({ json }): DatasetInput => JSON.parse(json));
}

const objectsIn = (where: string): Query<RunObject> =>
  new Query<RunObject>(
    `SELECT r.id AS runId, o.sha256, o.size, o.label FROM (
       SELECT run, sha256, size, path AS label FROM artifacts
       UNION ALL
       SELECT run, json_extract(json, '$.sha256'), json_extract(json, '$.size'), 'log'
       FROM run_context WHERE part = 'log'
     ) o JOIN runs r ON r.num = o.run ${where}
     GROUP BY o.sha256 HAVING r.num = min(r.num) ORDER BY r.id, o.label`,
  );
const shared = "r.deleted_at IS NULL AND EXISTS (SELECT 1 FROM shared_runs s WHERE s.run = r.num)";
const objectQueries = {
  all: objectsIn(""),
  live: objectsIn("WHERE r.deleted_at IS NULL"),
  shared: objectsIn(`WHERE ${shared}`),
};

export function objectsOf(database: Database, scope: "all" | "live" | "shared"): RunObject[] {
  return objectQueries[scope].on(database).all();
}

const share = new Query(
  "INSERT OR IGNORE INTO shared_runs (run, remote) SELECT num, ? FROM runs WHERE id = ?",
);
const sharedIds = new Query<{ readonly id: RunId }>(
  "SELECT id FROM runs WHERE num IN (SELECT run FROM shared_runs) ORDER BY id",
);

export function storeShared(database: Database, ids: readonly RunId[], remote: string): void {
  for (const id of ids) share.on(database).run(remote, id);
}

export function listShared(database: Database): RunId[] {
  return sharedIds
    .on(database)
    .all()
    .map(({ id }) => id);
}
