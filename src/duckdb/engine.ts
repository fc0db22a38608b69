import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection, DuckDBInstance, DuckDBResult } from "@duckdb/node-api";
import { Interrupted, MlxError } from "../core/errors.js";
import { removeTempDir, tempDir } from "../files/temp-dir.js";
import { type Cell, cellOf } from "./cell.js";
import type { SqlValue } from "./table-source.js";

export interface EngineOptions {
  /** Made where it is absent; what the engine leaves in it goes when it closes. */
  readonly tempDir: string;
  /** Whether memory stays bounded: what does not fit is written to `tempDir`. */
  readonly isBounded: boolean;
  readonly threads?: number;
  readonly signal?: AbortSignal;
}

/** Most memory that the engine takes for its own, beside the code of its library; beyond it writes to disk. */
const memoryLimit = "144MiB";

/** One DuckDB database of this process. Never loads or fetches an extension. */
export class Engine {
  #views = 0;
  #users = 1;
  /** Files that every query reads anew, as messages call them. */
  readonly #readLate: string[] = [];

  private constructor(
    readonly folder: string,
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private readonly threads: number,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** @throws {MlxError} `MLX_NO_DUCKDB`, exit 3, where the native package is not there for this machine. */
  static async open(options: EngineOptions): Promise<Engine> {
    const { DuckDBInstance } = loadDuckDb();
    const folder = tempDir(options.tempDir);
    const threads = options.threads ?? availableParallelism();
    // Tables of memory go to disk as they are when there are too many; a database file would compress and check them first.
    const instance = await DuckDBInstance.create(":memory:", {
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      temp_directory: join(folder, "spill"),
      ...(options.isBounded && { memory_limit: memoryLimit }),
      threads: String(threads),
    });
    const connection = await instance.connect();
    const engine = new Engine(folder, instance, connection, threads, options.signal);
    await engine.run("SET TimeZone = 'UTC'");
    return engine;
  }

  /** A name that no table or view of this database has yet. */
  newName(): string {
    return `source_${++this.#views}`;
  }

  /** A file is read by queries, not once: one that is damaged within shows then. */
  readsLate(file: string): void {
    this.#readLate.push(file);
  }

  /** Another source uses this database too: `close` has to be called once more. */
  share(): void {
    this.#users++;
  }

  async run(sql: string): Promise<void> {
    await this.guarded(() => this.connection.run(sql));
  }

  /** Makes a table whose rows may be in any order: threads need not wait for each other. */
  async fillInAnyOrder(sql: string): Promise<void> {
    await this.run("SET preserve_insertion_order = false");
    try {
      await this.run(sql);
    } finally {
      await this.run("SET preserve_insertion_order = true");
    }
  }

  /**
   * Makes a table whose rows are in the order of the query. Two threads take longer for that than one: each copies its rows a second
   * time into their place, and waits for the other without a rest.
   */
  async fill(sql: string): Promise<void> {
    if (this.threads > 2) return this.run(sql);
    await this.run("SET threads = 1");
    try {
      await this.run(sql);
    } finally {
      await this.run(`SET threads = ${this.threads}`);
    }
  }

  /** Rows as objects; see `SqlValue` for the cells. */
  async query<T extends object>(sql: string, params: readonly SqlValue[] = []): Promise<T[]> {
    const reader = await this.guarded(() => this.connection.runAndReadAll(sql, [...params]));
    const names = reader.deduplicatedColumnNames();
    const rows = reader
      .getRows()
      .map((cells) => Object.fromEntries(cells.map((cell, at) => [names[at] ?? "", cellOf(cell)])));
    return promised<T>(rows) ? rows : [];
  }

  /** The result column by column: less work than rows where there are thousands of columns. */
  async columns(sql: string): Promise<Cell[][]> {
    const reader = await this.guarded(() => this.connection.runAndReadAll(sql));
    return reader.getColumns().map((cells) => cells.map(cellOf));
  }

  /** The result chunk by chunk, in the order of the query. */
  stream(sql: string): Promise<DuckDBResult> {
    return this.guarded(() => this.connection.stream(sql));
  }

  /** Ends the database when the last of its users has called this. */
  async close(): Promise<void> {
    if (--this.#users > 0) return;
    this.connection.closeSync();
    this.instance.closeSync();
    removeTempDir(this.folder);
  }

  /** Runs work of the engine: it can be interrupted, and its errors are worded. */
  async guarded<T>(work: () => Promise<T>): Promise<T> {
    if (this.signal?.aborted) throw new Interrupted();
    const interrupt = () => this.connection.interrupt();
    this.signal?.addEventListener("abort", interrupt, { once: true });
    try {
      return await work();
    } catch (error) {
      if (this.signal?.aborted) throw new Interrupted();
      throw damaged(error, this.#readLate) ?? queryError(error);
    } finally {
      this.signal?.removeEventListener("abort", interrupt);
    }
  }
}

/** The caller of a query says what its SELECT gives. */
function promised<T extends object>(rows: object[]): rows is T[] {
  return Array.isArray(rows);
}

/** What the engine says of pages that cannot be unpacked or decoded. */
function damaged(error: unknown, files: readonly string[]): MlxError | undefined {
  const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "";
  if (files.length === 0 || !/^(?:Invalid Error|Invalid Input Error|IO Error): /.test(message))
    return undefined;
  // The rest of what it says may hold values.
  const reason = /encoding/.test(message) ? "a text is not UTF-8" : "its pages cannot be decoded";
  return new MlxError("MLX_DATA_UNREADABLE", `${files.join(" or ")} is cut or damaged Parquet: ${reason}`, {
    hint: "fetch or make the file again",
    exitCode: 2,
    cause: error,
  });
}

function queryError(error: unknown): MlxError {
  const told = error instanceof Error ? error.message : String(error);
  const message = (told.split("\n")[0] ?? told).trim();
  if (/out of memory|could not allocate/i.test(message)) {
    return new MlxError("MLX_DATA_MEMORY", `the data did not fit into memory: ${message}`, {
      hint: "free some memory or disk space, or take fewer columns",
      cause: error,
    });
  }
  if (/no space left|disk full/i.test(message)) {
    return new MlxError("MLX_DISK_FULL", `there is no room for temporary files: ${message}`, {
      cause: error,
    });
  }
  return new MlxError("MLX_DATA_QUERY", `the engine could not run a query: ${message}`, { cause: error });
}

/** It is CommonJS: to import it takes longer than to require it, since all of its files are looked through for names first. */
function loadDuckDb(): typeof import("@duckdb/node-api") {
  try {
    return createRequire(import.meta.url)("@duckdb/node-api");
  } catch (error) {
    throw new MlxError("MLX_NO_DUCKDB", "DuckDB, which reads tables, cannot be loaded on this machine", {
      hint: "run npm install again without --omit=optional; it needs 64-bit Linux, macOS or Windows",
      cause: error,
    });
  }
}
