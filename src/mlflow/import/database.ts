import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { MlflowDatabase, type MlflowRow } from "../../ledger/mlflow-database.js";
import type { DatasetInput, MetricPoint } from "../../runs/types.js";
import { filesBelow, localFolder } from "./artifact-files.js";
import type {
  MlflowArtifact,
  MlflowHistory,
  MlflowModel,
  MlflowProblem,
  MlflowRun,
  MlflowRunRef,
} from "./history.js";
import { reasonOf, sourceError } from "./source-error.js";
import {
  integerOf,
  modelStatusOf,
  requireInteger,
  requireNumber,
  requireStatus,
  requireText,
  requireTime,
  textOf,
} from "./values.js";

/** MLflow's SQLite database. Its artifacts lie where it says, or, if a server kept them, in `mlartifacts/` beside it. */
export class DatabaseHistory implements MlflowHistory {
  private constructor(
    readonly location: string,
    private readonly database: MlflowDatabase,
  ) {}

  /** @param path absolute. */
  static async open(path: string): Promise<DatabaseHistory> {
    return new DatabaseHistory(path, await MlflowDatabase.open(path));
  }

  async runs(names: readonly string[]) {
    const experiments = this.database.experiments();
    const runs: MlflowRunRef[] = [];
    const problems: MlflowProblem[] = [];
    for (const row of experiments) {
      const experiment = String(row["name"]);
      if (names.length > 0 && !names.includes(experiment)) continue;
      for (const run of this.database.runs(row["experiment_id"])) {
        const place = `${this.location}, run ${String(run["run_uuid"])}`;
        try {
          const id = requireText(run, "run_uuid", "the run");
          runs.push({ id, startTime: requireTime(run["start_time"], "its start_time"), experiment, place });
        } catch (error) {
          problems.push({ place, reason: reasonOf(error) });
        }
      }
    }
    return { runs, problems, experiments: experiments.map((row) => String(row["name"])) };
  }

  async read(ref: MlflowRunRef, artifacts: boolean): Promise<MlflowRun> {
    const row = this.database.run(ref.id);
    if (!row) throw sourceError("it is gone");
    const tags = this.#record("tags", ref.id);
    const [name, user] = [textOf(row["name"]) ?? tags["mlflow.runName"], textOf(row["user_id"])];
    const [endTime, deletedAt] = [integerOf(row["end_time"]), integerOf(row["deleted_time"])];
    const missing: string[] = [];
    const files = (uri: unknown) => (artifacts ? this.#files(textOf(uri), missing) : []);
    return {
      ...ref,
      status: requireStatus(row["status"]),
      deleted: row["lifecycle_stage"] === "deleted",
      params: this.#record("params", ref.id),
      tags,
      metrics: this.database.rows("metrics", ref.id).map((metric) => pointOf(metric, "")),
      inputs: this.database.inputs(ref.id).map((input) => this.#input(input)),
      models: this.database
        .rows("logged_models", ref.id)
        .filter((model) => model["lifecycle_stage"] !== "deleted")
        .map((model) => this.#model(ref.id, model, files)),
      artifacts: files(row["artifact_uri"]),
      missing,
      ...(name !== undefined && { name }),
      ...(user !== undefined && { user }),
      ...(endTime !== undefined && { endTime }),
      ...(deletedAt !== undefined && { deletedAt }),
    };
  }

  close(): void {
    this.database.close();
  }

  #record(table: "params" | "tags", owner: string): Record<string, string> {
    const rows = this.database.rows(table, owner);
    return Object.fromEntries(rows.map((row) => [String(row["key"]), String(row["value"] ?? "")]));
  }

  #input(row: MlflowRow): DatasetInput {
    const [schema, profile] = [textOf(row["dataset_schema"]), textOf(row["dataset_profile"])];
    const tags = this.database.rows("input_tags", String(row["input_uuid"]));
    return {
      name: requireText(row, "name", "the data set"),
      digest: requireText(row, "digest", "the data set"),
      sourceType: textOf(row["dataset_source_type"]) ?? "",
      source: textOf(row["dataset_source"]) ?? "",
      ...(schema !== undefined && { schema }),
      ...(profile !== undefined && { profile }),
      tags: Object.fromEntries(tags.map((tag) => [String(tag["name"]), String(tag["value"])])),
    };
  }

  #model(runId: string, row: MlflowRow, files: (uri: unknown) => MlflowArtifact[]): MlflowModel {
    const id = requireText(row, "model_id", "the model");
    const [type, step] = [textOf(row["model_type"]), integerOf(this.database.outputStep(runId, id))];
    const createdAt = requireTime(row["creation_timestamp_ms"], "creation_timestamp_ms of the model");
    const pairs = (table: "logged_model_params" | "logged_model_tags", prefix: string) =>
      Object.fromEntries(
        this.database
          .rows(table, id)
          .map((item) => [String(item[`${prefix}_key`]), String(item[`${prefix}_value`] ?? "")]),
      );
    return {
      id,
      name: textOf(row["name"]) ?? id,
      status: modelStatusOf(row["status"]),
      createdAt,
      updatedAt: integerOf(row["last_updated_timestamp_ms"]) ?? createdAt,
      params: pairs("logged_model_params", "param"),
      tags: pairs("logged_model_tags", "tag"),
      metrics: this.database.rows("logged_model_metrics", id).map((metric) => {
        const [datasetName, datasetDigest] = [
          textOf(metric["dataset_name"]),
          textOf(metric["dataset_digest"]),
        ];
        return {
          ...pointOf(metric, "metric_"),
          ...(datasetName !== undefined && { datasetName }),
          ...(datasetDigest !== undefined && { datasetDigest }),
        };
      }),
      artifacts: files(row["artifact_location"]),
      ...(type !== undefined && { type }),
      ...(step !== undefined && { step }),
    };
  }

  /** Files of an artifact folder; a run that has none has no folder either, unless the store around it is not there. */
  #files(uri: string | undefined, missing: string[]): MlflowArtifact[] {
    if (uri === undefined) return [];
    const [, proxied] = /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.*)$/.exec(uri) ?? [];
    const folder = proxied === undefined ? localFolder(uri) : join("mlartifacts", proxied);
    if (folder === undefined || folder.split("/").includes("..")) {
      missing.push(`artifacts at ${uri}`);
      return [];
    }
    const absolute = resolve(dirname(this.location), folder);
    if (isFolder(absolute)) return filesBelow(absolute, missing);
    if (!isFolder(dirname(dirname(dirname(absolute)))))
      missing.push(`artifacts at ${uri} (no folder ${absolute})`);
    return [];
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** @param prefix of the columns of a model's metrics. */
function pointOf(row: MlflowRow, prefix: "" | "metric_"): MetricPoint {
  const key = requireText(row, prefix === "" ? "key" : "metric_name", "the metric");
  const nan = row["is_nan"] === 1 || row["is_nan"] === "1";
  const [value, time] = [row[`${prefix}value`], row[prefix === "" ? "timestamp" : "metric_timestamp_ms"]];
  return {
    key,
    value: nan ? Number.NaN : requireNumber(value, `the value of metric ${key}`),
    step: requireInteger(row[`${prefix}step`] ?? 0, `the step of metric ${key}`),
    timestamp: requireInteger(time, `the time of metric ${key}`),
  };
}
