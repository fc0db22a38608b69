import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Sqlite from "better-sqlite3";
import type { Database } from "better-sqlite3";
import { ledgerError } from "./ledger-error.js";
import { migrate } from "./migrations.js";

/**
 * What a ledger holds, in memory, to be read only: SQLite reads no file with a write-ahead log in a folder where it
 * may not make its own files.
 * @throws {MlxError} `MLX_LEDGER_UNUSABLE`, `MLX_LEDGER_NEWER`.
 */
export function readOnlyCopy(sqlite: typeof Sqlite, path: string): Database {
  const folder = mkdtempSync(join(tmpdir(), "mlx-ledger-"));
  const copy = join(folder, "ledger.db");
  try {
    for (const ending of ["", "-wal"]) {
      if (!existsSync(path + ending)) continue;
      copyFileSync(path + ending, copy + ending);
      chmodSync(copy + ending, 0o600);
    }
    const database = new sqlite(contentOf(new sqlite(copy), path));
    database.pragma("query_only = ON");
    return database;
  } catch (error) {
    throw ledgerError(error, path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function contentOf(database: Database, path: string): Buffer {
  try {
    migrate(database, path, () => undefined);
    database.pragma("journal_mode = DELETE");
    return database.serialize();
  } catch (error) {
    throw ledgerError(error, path, database);
  } finally {
    database.close();
  }
}
