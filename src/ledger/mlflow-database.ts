import type { Database } from "better-sqlite3";
import { MlxError, systemCode } from "../core/errors.js";
import { nativeModuleError } from "./open-ledger.js";

/** A row as it is stored; which columns there are depends on MLflow's version. */
export type MlflowRow = Readonly<Record<string, unknown>>;

/** The tables that hold runs and models, with the column that says whose a row is. */
const tables = {
  params: "run_uuid",
  tags: "run_uuid",
  metrics: "run_uuid",
  logged_models: "source_run_id",
  logged_model_params: "model_id",
  logged_model_tags: "model_id",
  logged_model_metrics: "model_id",
  input_tags: "input_uuid",
} as const;

/** MLflow's SQLite database, of any of its schemas: what a version does not know yet is empty. Only read. */
export class MlflowDatabase {
  readonly #tables: ReadonlySet<string>;

  private constructor(
    readonly path: string,
    private readonly database: Database,
  ) {
    this.#tables = new Set(this.#names());
  }

  /** @throws {MlxError} `MLX_MLFLOW_SOURCE` if it is no database of MLflow, `MLX_NATIVE_MODULE`. */
  static async open(path: string): Promise<MlflowDatabase> {
    const { default: Sqlite } = await import("better-sqlite3");
    let database: Database;
    try {
      database = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: 10_000 });
    } catch (error) {
      throw nativeModuleError(error) ?? unreadable(path, error);
    }
    try {
      const opened = new MlflowDatabase(path, database);
      if (opened.#tables.has("experiments") && opened.#tables.has("runs")) return opened;
    } catch (error) {
      database.close();
      throw unreadable(path, error);
    }
    database.close();
    throw new MlxError("MLX_MLFLOW_SOURCE", `${path} is a SQLite database, but not one of MLflow`, {
      hint: "name MLflow's database (mlflow.db), its mlruns folder or its server",
      exitCode: 2,
    });
  }

  experiments(): MlflowRow[] {
    return this.#all("SELECT * FROM experiments ORDER BY experiment_id");
  }

  runs(experimentId: unknown): MlflowRow[] {
    return this.#all(
      "SELECT * FROM runs WHERE experiment_id = ? ORDER BY start_time, run_uuid",
      experimentId,
    );
  }

  run(id: string): MlflowRow | undefined {
    return this.#all("SELECT * FROM runs WHERE run_uuid = ?", id)[0];
  }

  /** The rows of a table that belong to a run, a model or an input. */
  rows(table: keyof typeof tables, owner: string): MlflowRow[] {
    if (!this.#tables.has(table)) return [];
    return this.#all(`SELECT * FROM ${table} WHERE ${tables[table]} = ? ORDER BY rowid`, owner);
  }

  /** The data sets that a run read, with the id of the input. */
  inputs(runId: string): MlflowRow[] {
    if (!this.#tables.has("datasets") || !this.#tables.has("inputs")) return [];
    return this.#all(
      `SELECT datasets.*, inputs.input_uuid FROM inputs JOIN datasets ON datasets.dataset_uuid = inputs.source_id
       WHERE inputs.source_type = 'DATASET' AND inputs.destination_type = 'RUN' AND inputs.destination_id = ?
       ORDER BY inputs.input_uuid`,
      runId,
    );
  }

  /** The step at which a run made a model. */
  outputStep(runId: string, modelId: string): unknown {
    if (!this.#tables.has("inputs")) return undefined;
    const [row] = this.#all(
      "SELECT * FROM inputs WHERE source_id = ? AND destination_id = ?",
      runId,
      modelId,
    );
    return row?.["step"];
  }

  close(): void {
    this.database.close();
  }

  #names(): string[] {
    const rows = this.database.prepare<[], { name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table'",
    );
    return rows.all().map(({ name }) => name);
  }

  #all(sql: string, ...values: unknown[]): MlflowRow[] {
    try {
      return this.database.prepare<unknown[], MlflowRow>(sql).all(...values);
    } catch (error) {
      throw unreadable(this.path, error);
    }
  }
}

function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || systemCode(error)?.startsWith("SQLITE") !== true) return error;
  return new MlxError(
    "MLX_MLFLOW_SOURCE",
    `${path} cannot be read as a database of MLflow: ${error.message}`,
    {
      hint: "name MLflow's database (mlflow.db), its mlruns folder or its server",
      cause: error,
    },
  );
}
