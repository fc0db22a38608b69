import type { Database } from "better-sqlite3";
import { MlxError, systemCode } from "../core/errors.js";
import { ioReason, isDenied, isDiskFull } from "../files/io-error.js";

const most = 3;

/**
 * An error of SQLite, or of the file system below it, in words: `MLX_LEDGER_UNUSABLE`, exit 4 for permissions, else 3.
 * Any other error is returned as it is.
 * @param database asked what is damaged, where something is.
 */
export function ledgerError(error: unknown, path: string, database?: Database): unknown {
  const code = systemCode(error);
  if (!(error instanceof Error) || error instanceof MlxError || code === undefined) return error;
  if (isDenied(code)) return refused(path, ioReason(error), error);
  if (isDiskFull(code)) return diskFull(path, error);
  if (!code.startsWith("SQLITE_")) return unusable(path, ioReason(error), undefined, error);
  if (isDamage(code)) return damaged(path, error, database);
  if (code === "SQLITE_FULL" || code === "SQLITE_IOERR_SHMSIZE") return diskFull(path, error);
  if (/^SQLITE_(?:READONLY|PERM|AUTH)/.test(code)) return readOnlyError(path, error);
  if (/^SQLITE_(?:BUSY|LOCKED)/.test(code)) return busy(path, error);
  if (code.startsWith("SQLITE_CANTOPEN"))
    return refused(path, "it, or a file beside it, cannot be opened or made", error);
  if (code.startsWith("SQLITE_IOERR")) {
    const hint =
      "check the disk, whether it is full, and that the drive is mounted; it must not be on a network share";
    return unusable(path, `the disk reports an error (${code})`, hint, error);
  }
  return code.startsWith("SQLITE_CONSTRAINT") || code === "SQLITE_ERROR" || code === "SQLITE_MISUSE"
    ? error
    : unusable(path, error.message, "check its permissions and the disk", error);
}

export function readOnlyError(path: string, cause?: unknown): MlxError {
  return refused(path, "it, or its folder, is read-only", cause);
}

/** Whether another process was in the way. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(?:BUSY|LOCKED)/.test(systemCode(error) ?? "");
}

/** Whether a file is no database, or not any more. @param error as `ledgerError` told it. */
export function isDamaged(error: unknown): boolean {
  return error instanceof MlxError && isDamage(systemCode(error.cause) ?? "");
}

function isDamage(code: string): boolean {
  return code === "SQLITE_NOTADB" || code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_IOERR_SHORT_READ";
}

function unusable(path: string, reason: string, hint: string | undefined, cause: unknown): MlxError {
  return new MlxError("MLX_LEDGER_UNUSABLE", `${path} cannot be used: ${reason}`, {
    ...(hint !== undefined && { hint }),
    cause,
  });
}

function refused(path: string, reason: string, cause: unknown): MlxError {
  return new MlxError("MLX_LEDGER_UNUSABLE", `${path} cannot be used: ${reason}`, {
    hint: "check who owns it and its folder, and their permissions",
    exitCode: 4,
    cause,
  });
}

function diskFull(path: string, cause: unknown): MlxError {
  const hint = "free some space there and run the command again; what was recorded before is safe";
  return unusable(path, "the disk is full", hint, cause);
}

function busy(path: string, cause: unknown): MlxError {
  const hint = "wait for the other process to end, or end it; the ledger must not be on a network share";
  return unusable(path, "another process has kept it locked for 30 seconds", hint, cause);
}

function damaged(path: string, error: Error, database: Database | undefined): MlxError {
  const findings = database === undefined ? [] : integrityFindings(database);
  const reason = [`it is damaged: ${error.message}`, ...findings].join("; ");
  const hint = [
    `move ${path} away, with ${path}-wal and ${path}-shm if they are there: mlx makes a new one.`,
    "Lost are the runs recorded on this computer only; data, the cache and git are untouched.",
    `To save what can be saved, try: sqlite3 ${path} .recover | sqlite3 recovered.db;`,
    "mlx runs pull brings back the runs that were shared",
  ];
  return unusable(path, reason, hint.join(" "), error);
}

/** The first findings of SQLite's own check; none where even that fails. */
function integrityFindings(database: Database): string[] {
  try {
    const rows: unknown = database.pragma(`integrity_check(${most})`);
    if (!Array.isArray(rows)) return [];
    return rows
      .map((row: unknown) => String(Object.values(Object(row))[0]))
      .filter((finding) => finding !== "ok")
      .slice(0, most);
  } catch {
    return [];
  }
}
