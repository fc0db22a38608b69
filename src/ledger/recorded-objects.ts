import { existsSync } from "node:fs";
import type { Database } from "better-sqlite3";
import type { RunId } from "../runs/types.js";
import { objectsOf } from "./artifacts.js";
import { ledgerError } from "./ledger-error.js";
import { nativeModuleError } from "./open-ledger.js";
import { Query } from "./query.js";
import { readOnlyCopy } from "./read-only-copy.js";
import type { RunObject } from "./run-ledger.js";
import { schemaSteps } from "./schema.js";

const running = new Query<{ readonly id: RunId }>("SELECT id FROM runs WHERE status = 'running'");

export interface RecordedObjects {
  readonly objects: readonly RunObject[];
  /** The runs that have not ended. */
  readonly running: ReadonlySet<RunId>;
}

/**
 * The objects that the runs of a ledger name, for those who only ask: a ledger is neither made nor changed, nor brought
 * up to date. Without a ledger, none, and SQLite is not loaded.
 * @throws {MlxError} `MLX_NATIVE_MODULE`, `MLX_LEDGER_NEWER`, `MLX_LEDGER_UNUSABLE`.
 */
export async function recordedObjects(
  path: string,
  scope: "all" | "live" | "shared",
): Promise<RecordedObjects> {
  if (!existsSync(path)) return { objects: [], running: new Set() };
  const { default: sqlite } = await import("better-sqlite3");
  let database: Database | undefined;
  try {
    database = openCurrent(sqlite, path) ?? readOnlyCopy(sqlite, path);
    const ids = running.on(database).all();
    return { objects: objectsOf(database, scope), running: new Set(ids.map(({ id }) => id)) };
  } catch (error) {
    throw nativeModuleError(error) ?? ledgerError(error, path, database);
  } finally {
    database?.close();
  }
}

/** `undefined` for a ledger of another version, and where SQLite cannot read it in its place. */
function openCurrent(
  sqlite: new (path: string, options: object) => Database,
  path: string,
): Database | undefined {
  const database = new sqlite(path, { readonly: true, fileMustExist: true, timeout: 30_000 });
  try {
    if (database.pragma("user_version", { simple: true }) === schemaSteps.length) return database;
  } catch (error) {
    database.close();
    if (error instanceof Error && /readonly|unable to open/.test(error.message)) return undefined;
    throw error;
  }
  database.close();
  return undefined;
}
