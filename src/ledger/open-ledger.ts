import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type Sqlite from "better-sqlite3";
import type { Database } from "better-sqlite3";
import { MlxError, systemCode } from "../core/errors.js";
import { backUp } from "./backup.js";
import { isBusy, ledgerError } from "./ledger-error.js";
import { migrate } from "./migrations.js";
import { readOnlyCopy } from "./read-only-copy.js";

/** How long a writer waits for other processes, in milliseconds. */
const busyTimeout = 30_000;
/** Kibibytes of pages kept in memory. */
const pageCache = 16_384;

/** The local record of what happened: one SQLite file, shared by all worktrees of a clone. */
export interface Ledger {
  readonly path: string;
  readonly database: Database;
  /** Whether it can only be read, since its file or folder may not be written. */
  readonly readOnly: boolean;
  close(): void;
}

/**
 * Opens the ledger, making and migrating it as needed. What is committed survives the process being killed.
 * @param purpose `read`: where nothing may be written, an existing ledger can still be read. Default `write`: refuses it then.
 * @throws MlxError `MLX_NATIVE_MODULE` if better-sqlite3 was not built for this Node, `MLX_LEDGER_NEWER`, `MLX_LEDGER_UNUSABLE`.
 */
export async function openLedger(path: string, purpose: "read" | "write" = "write"): Promise<Ledger> {
  const { default: sqlite } = await import("better-sqlite3");
  try {
    mkdirSync(dirname(path), { recursive: true });
    const database = await prepared(sqlite, path);
    return { path, database, readOnly: !isWritable(path), close: () => void database.close() };
  } catch (error) {
    if (purpose === "read" && isRefusal(error) && existsSync(path)) {
      const database = readOnlyCopy(sqlite, path);
      return { path, database, readOnly: true, close: () => void database.close() };
    }
    throw nativeModuleError(error) ?? ledgerError(error, path);
  }
}

/** @throws errors of SQLite, as they are where nothing of the file could be read. */
async function prepared(sqlite: typeof Sqlite, path: string): Promise<Database> {
  const deadline = performance.now() + busyTimeout;
  for (;;) {
    const database = new sqlite(path, { timeout: busyTimeout });
    try {
      prepare(sqlite, database, path);
      return database;
    } catch (error) {
      const reported = isRefusal(error) || isBusy(error) ? error : ledgerError(error, path, database);
      database.close();
      // SQLite does not wait by itself while another process changes the journal mode.
      if (!isBusy(error) || performance.now() > deadline) throw reported;
    }
    await sleep(5);
  }
}

function prepare(sqlite: typeof Sqlite, database: Database, path: string): void {
  if (database.pragma("journal_mode", { simple: true }) !== "wal") database.pragma("journal_mode = WAL");
  database.pragma("synchronous = NORMAL");
  database.pragma("foreign_keys = ON");
  database.pragma(`cache_size = -${pageCache}`);
  migrate(database, path, (version) => {
    const reader = new sqlite(path, { timeout: busyTimeout });
    try {
      backUp(reader, path, version);
    } finally {
      reader.close();
    }
  });
}

/** Whether what stood in the way was that something may not be written. */
function isRefusal(error: unknown): boolean {
  return /^(?:SQLITE_(?:READONLY|CANTOPEN|PERM)|EACCES$|EPERM$|EROFS$)/.test(systemCode(error) ?? "");
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
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
