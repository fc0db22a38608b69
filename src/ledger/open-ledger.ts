import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Database } from "better-sqlite3";
import { MlxError, systemCode } from "../core/errors.js";
import { migrate } from "./migrations.js";

/** How long a writer waits for another process, in milliseconds. */
const busyTimeout = 10_000;

/** The local record of what happened: one SQLite file, shared by all worktrees of a clone. */
export interface Ledger {
  readonly path: string;
  readonly database: Database;
  close(): void;
}

/**
 * Opens the ledger, making and migrating it as needed. What is committed survives the process being killed.
 * @throws MlxError `MLX_NATIVE_MODULE` if better-sqlite3 was not built for this Node, `MLX_LEDGER_NEWER`, `MLX_LEDGER_UNUSABLE`.
 */
export async function openLedger(path: string): Promise<Ledger> {
  const { default: Sqlite } = await import("better-sqlite3");
  let database: Database;
  try {
    mkdirSync(dirname(path), { recursive: true });
    database = new Sqlite(path, { timeout: busyTimeout });
  } catch (error) {
    throw nativeModuleError(error) ?? unusable(error, path);
  }
  try {
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = NORMAL");
    database.pragma("foreign_keys = ON");
    migrate(database, path);
  } catch (error) {
    database.close();
    throw error instanceof MlxError ? error : unusable(error, path);
  }
  return { path, database, close: () => void database.close() };
}

/** The message for a native part that is missing or built for another Node; `undefined` for any other error. */
export function nativeModuleError(error: unknown): MlxError | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = systemCode(error);
  const broken =
    code === "ERR_DLOPEN_FAILED" ||
    code === "MODULE_NOT_FOUND" ||
    error.message.startsWith("Could not locate the bindings file");
  if (!broken) return undefined;
  return new MlxError("MLX_NATIVE_MODULE", `better-sqlite3 is not built for this Node (${process.version})`, {
    hint: "build it where mlx is installed: npm rebuild better-sqlite3",
    cause: error,
  });
}

function unusable(error: unknown, path: string): unknown {
  const code = systemCode(error);
  if (!(error instanceof Error) || code === undefined) return error;
  const damaged = code === "SQLITE_NOTADB" || code.startsWith("SQLITE_CORRUPT");
  return new MlxError("MLX_LEDGER_UNUSABLE", `${path} cannot be used: ${error.message}`, {
    hint: damaged
      ? "move it away: mlx makes a new one, without the local history"
      : "check its permissions and the disk; it must not be on a network share",
    cause: error,
  });
}
