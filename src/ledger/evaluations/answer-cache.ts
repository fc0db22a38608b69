import { chmodSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type Sqlite from "better-sqlite3";
import type { Database, Statement } from "better-sqlite3";
import { isBusy, ledgerError } from "../ledger-error.js";
import { nativeModuleError } from "../open-ledger.js";
import { Query } from "../query.js";

/**
 * Answers of providers by key, in a SQLite file of its own, which may be removed at any time. It never holds an error, a
 * key or a header. Several processes may use it at once.
 */
export interface AnswerCache {
  readonly path: string;
  /** @returns the text that was kept, or undefined. */
  get(key: Buffer): string | undefined;
  /** Kept in memory, and found by `get`, until the next flush. */
  set(key: Buffer, value: string, now: number): void;
  /** How many wait for the next flush. */
  readonly waiting: number;
  /** Writes what was set, in one transaction. */
  flush(): void;
  stats(): CacheStats;
  /** How many were kept before; epoch milliseconds. Default: all. */
  count(before?: number): number;
  /** @param before only those that were kept before; epoch milliseconds. @returns how many entries are gone. */
  clear(before?: number): number;
  close(): void;
}

/** What a cache holds. */
export interface CacheStats {
  readonly entries: number;
  /** Of the file and those that SQLite keeps beside it. */
  readonly bytes: number;
  /** Epoch milliseconds. */
  readonly oldest?: number;
  readonly newest?: number;
}

const version = 1;
const busyTimeout = 30_000;
/** Kibibytes of pages kept in memory. */
const pageCache = 16_384;

const keep = new Query("INSERT OR REPLACE INTO answers (key, answer, at) VALUES (?, ?, ?)");
const facts = new Query<{
  readonly entries: number;
  readonly oldest: number | null;
  readonly newest: number | null;
}>("SELECT count(*) AS entries, min(at) AS oldest, max(at) AS newest FROM answers");
const older = new Query<[number]>("SELECT count(*) FROM answers WHERE at < ?", "list");
const remove = new Query("DELETE FROM answers WHERE at < ?");

/** @throws {MlxError} `MLX_LEDGER_UNUSABLE`, `MLX_NATIVE_MODULE`. */
export async function openAnswerCache(path: string): Promise<AnswerCache> {
  const { default: sqlite } = await import("better-sqlite3");
  try {
    mkdirSync(dirname(path), { recursive: true });
    return new SqliteAnswers(path, await prepared(sqlite, path));
  } catch (error) {
    throw nativeModuleError(error) ?? ledgerError(error, path);
  }
}

async function prepared(sqlite: typeof Sqlite, path: string): Promise<Database> {
  const deadline = performance.now() + busyTimeout;
  for (;;) {
    const database = new sqlite(path, { timeout: busyTimeout });
    try {
      prepare(database);
      // Answers may hold what the prompts held: no one else's business.
      if (process.platform !== "win32") chmodSync(path, 0o600);
      return database;
    } catch (error) {
      database.close();
      // SQLite does not wait by itself while another process changes the journal mode.
      if (!isBusy(error) || performance.now() > deadline) throw error;
    }
    await sleep(5);
  }
}

function prepare(database: Database): void {
  if (database.pragma("journal_mode", { simple: true }) !== "wal") database.pragma("journal_mode = WAL");
  database.pragma("synchronous = NORMAL");
  database.pragma(`cache_size = -${pageCache}`);
  if (database.pragma("user_version", { simple: true }) === version) return;
  // Another version's answers are worth no migration: they are asked for again.
  database
    .transaction(() => {
      if (database.pragma("user_version", { simple: true }) === version) return;
      database.exec("DROP TABLE IF EXISTS answers");
      database.exec(
        `CREATE TABLE answers (key BLOB PRIMARY KEY, answer TEXT NOT NULL, at INTEGER NOT NULL) STRICT`,
      );
      database.pragma(`user_version = ${version}`);
    })
    .immediate();
}

class SqliteAnswers implements AnswerCache {
  readonly #waiting = new Map<
    string,
    { readonly key: Buffer; readonly value: string; readonly at: number }
  >();

  /** The one statement that runs for every case: what it gives back is not wrapped. */
  readonly #find: Statement<[Buffer], string>;
  readonly #begin: Statement<[]>;
  readonly #end: Statement<[]>;
  /** Ends the transaction that this turn's reading is in. */
  #reading: NodeJS.Immediate | undefined;

  constructor(
    readonly path: string,
    private readonly database: Database,
  ) {
    this.#find = database.prepare<[Buffer], string>("SELECT answer FROM answers WHERE key = ?").pluck();
    this.#begin = database.prepare("BEGIN");
    this.#end = database.prepare("ROLLBACK");
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  get(key: Buffer): string | undefined {
    if (this.#waiting.size > 0) {
      const waiting = this.#waiting.get(key.toString("hex"));
      if (waiting !== undefined) return waiting.value;
    }
    return this.#told(() => {
      this.#beginReading();
      const answer = this.#find.get(key);
      // The next look may find what another process has kept meanwhile.
      if (answer === undefined) this.#endReading();
      return answer;
    });
  }

  set(key: Buffer, value: string, now: number): void {
    this.#waiting.set(key.toString("hex"), { key, value, at: now });
  }

  flush(): void {
    if (this.#waiting.size === 0) return;
    this.#told(() => {
      this.#endReading();
      this.database
        .transaction(() => {
          for (const { key, value, at } of this.#waiting.values()) keep.on(this.database).run(key, value, at);
        })
        .immediate();
    });
    this.#waiting.clear();
  }

  stats(): CacheStats {
    const row = this.#told(() => facts.on(this.database).get());
    return {
      entries: row?.entries ?? 0,
      bytes: ["", "-wal", "-shm"].reduce((sum, ending) => sum + sizeOf(this.path + ending), 0),
      ...(row?.oldest != null && { oldest: row.oldest }),
      ...(row?.newest != null && { newest: row.newest }),
    };
  }

  count(before = Number.MAX_SAFE_INTEGER): number {
    return this.#told(() => older.on(this.database).get(before)?.[0] ?? 0);
  }

  clear(before = Number.MAX_SAFE_INTEGER): number {
    this.#waiting.clear();
    return this.#told(() => {
      this.#endReading();
      const { changes } = remove.on(this.database).run(before);
      this.database.exec("VACUUM");
      this.database.pragma("wal_checkpoint(TRUNCATE)");
      return changes;
    });
  }

  close(): void {
    try {
      this.flush();
    } finally {
      if (this.#reading !== undefined) clearImmediate(this.#reading);
      this.database.close();
    }
  }

  /** Look-ups of one turn are made in one transaction: each in one of its own takes three times as long. */
  #beginReading(): void {
    if (this.#reading !== undefined) return;
    this.#begin.run();
    this.#reading = setImmediate(() => this.#endReading());
  }

  #endReading(): void {
    if (this.#reading === undefined) return;
    clearImmediate(this.#reading);
    this.#reading = undefined;
    // Nothing was written. SQLite ends it by itself where it finds the file damaged.
    if (this.database.inTransaction) this.#end.run();
  }

  #told<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw ledgerError(error, this.path, this.database);
    }
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
