import type { DatasetInput, MetricPoint } from "../../runs/types.js";
import type { MlflowHistory, MlflowModel, MlflowProblem, MlflowRun, MlflowRunRef } from "./history.js";
import { ServerArtifacts } from "./server-artifacts.js";
import { type ServerAccess, ServerClient } from "./server-client.js";
import { reasonOf, sourceError } from "./source-error.js";
import {
  type Fields,
  fieldsOf,
  integerOf,
  listOf,
  modelStatusOf,
  recordOf,
  requireInteger,
  requireNumber,
  requireStatus,
  requireText,
  requireTime,
  textOf,
} from "./values.js";

const api = "/api/2.0/mlflow";

/** A tracking server of MLflow, or another that speaks its protocol. */
export class ServerHistory implements MlflowHistory {
  readonly #client: ServerClient;
  readonly #artifacts: ServerArtifacts;
  /** What the search told of each run. */
  readonly #found = new Map<string, Fields>();

  constructor(access: ServerAccess) {
    this.#client = new ServerClient(access);
    this.#artifacts = new ServerArtifacts(this.#client);
  }

  get location(): string {
    return this.#client.location;
  }

  async runs(names: readonly string[]) {
    const experiments = await this.#all("experiments/search", "experiments", {
      max_results: 1000,
      view_type: "ALL",
    });
    const runs: MlflowRunRef[] = [];
    const problems: MlflowProblem[] = [];
    for (const item of experiments) {
      const experiment = requireText(item, "name", "an experiment");
      if (names.length > 0 && !names.includes(experiment)) continue;
      const search = {
        experiment_ids: [requireText(item, "experiment_id", experiment)],
        run_view_type: "ALL",
        max_results: 1000,
      };
      for (const run of await this.#all("runs/search", "runs", search)) {
        const info = fieldsOf(run["info"], "info of a run");
        const id = textOf(info["run_id"]) ?? requireText(info, "run_uuid", "a run");
        const place = `${this.location}/#/experiments/${textOf(info["experiment_id"]) ?? "0"}/runs/${id}`;
        try {
          runs.push({ id, startTime: requireTime(info["start_time"], "its start_time"), experiment, place });
          this.#found.set(id, run);
        } catch (error) {
          problems.push({ place, reason: reasonOf(error) });
        }
      }
    }
    return { runs, problems, experiments: experiments.map((item) => String(item["name"])) };
  }

  async read(ref: MlflowRunRef, artifacts: boolean): Promise<MlflowRun> {
    const run = this.#found.get(ref.id);
    if (!run) throw sourceError("it is gone");
    const info = fieldsOf(run["info"], "info");
    const data = fieldsOf(run["data"] ?? {}, "data");
    const tags = recordOf(listOf(data["tags"], "tags"), "a tag");
    const keys = listOf(data["metrics"], "metrics").map((metric) => requireText(metric, "key", "a metric"));
    const [name, user] = [textOf(info["run_name"]) ?? tags["mlflow.runName"], textOf(info["user_id"])];
    const endTime = integerOf(info["end_time"]);
    const missing: string[] = [];
    const files = (uri: unknown) =>
      artifacts ? this.#artifacts.below(textOf(uri), missing) : Promise.resolve([]);
    const metrics: MetricPoint[] = [];
    for (const key of new Set(keys))
      for (const point of await this.#history(ref.id, key)) metrics.push(point);
    const outputs = listOf(fieldsOf(run["outputs"] ?? {}, "outputs")["model_outputs"], "model_outputs");
    const models: MlflowModel[] = [];
    for (const output of outputs) models.push(await this.#model(output, files));
    return {
      ...ref,
      status: requireStatus(info["status"]),
      deleted: info["lifecycle_stage"] === "deleted",
      params: recordOf(listOf(data["params"], "params"), "a parameter"),
      tags,
      metrics,
      inputs: listOf(fieldsOf(run["inputs"] ?? {}, "inputs")["dataset_inputs"], "dataset_inputs").map(
        inputOf,
      ),
      models,
      artifacts: await files(info["artifact_uri"]),
      missing,
      ...(name !== undefined && { name }),
      ...(user !== undefined && { user }),
      ...(endTime !== undefined && endTime > 0 && { endTime }),
    };
  }

  close(): void {
    this.#found.clear();
  }

  async #history(runId: string, key: string): Promise<MetricPoint[]> {
    const points: MetricPoint[] = [];
    for (let token: string | undefined; ; ) {
      const query = { run_id: runId, metric_key: key, max_results: "25000", page_token: token };
      const page = await this.#client.get(`${api}/metrics/get-history`, query);
      for (const metric of listOf(page["metrics"], "metrics")) points.push(pointOf(metric));
      token = textOf(page["next_page_token"]);
      if (token === undefined) return points;
    }
  }

  async #model(
    output: Fields,
    files: (uri: unknown) => Promise<MlflowModel["artifacts"]>,
  ): Promise<MlflowModel> {
    const id = requireText(output, "model_id", "a model");
    const answer = await this.#client.get(`${api}/logged-models/${encodeURIComponent(id)}`, {});
    const model = fieldsOf(answer["model"], `model ${id}`);
    const [info, data] = [
      fieldsOf(model["info"], `model ${id}`),
      fieldsOf(model["data"] ?? {}, `model ${id}`),
    ];
    const [type, step] = [textOf(info["model_type"]), integerOf(output["step"])];
    const createdAt = requireTime(info["creation_timestamp_ms"], `creation_timestamp_ms of model ${id}`);
    return {
      id,
      name: textOf(info["name"]) ?? id,
      status: modelStatusOf(info["status"]),
      createdAt,
      updatedAt: integerOf(info["last_updated_timestamp_ms"]) ?? createdAt,
      params: recordOf(listOf(data["params"], "params"), "a parameter"),
      tags: recordOf(listOf(info["tags"], "tags"), "a tag"),
      metrics: listOf(data["metrics"], "metrics").map((metric) => {
        const [datasetName, datasetDigest] = [
          textOf(metric["dataset_name"]),
          textOf(metric["dataset_digest"]),
        ];
        return {
          ...pointOf(metric),
          ...(datasetName !== undefined && { datasetName }),
          ...(datasetDigest !== undefined && { datasetDigest }),
        };
      }),
      artifacts: await files(info["artifact_uri"]),
      ...(type !== undefined && { type }),
      ...(step !== undefined && { step }),
    };
  }

  /** Every page of a search. */
  async #all(path: string, list: string, search: Fields): Promise<Fields[]> {
    const found: Fields[] = [];
    for (let token: string | undefined; ; ) {
      const body = token === undefined ? search : { ...search, page_token: token };
      const page = await this.#client.post(`${api}/${path}`, body);
      for (const item of listOf(page[list], list)) found.push(item);
      token = textOf(page["next_page_token"]);
      if (token === undefined) return found;
    }
  }
}

function pointOf(metric: Fields): MetricPoint {
  const key = requireText(metric, "key", "a metric");
  return {
    key,
    value: requireNumber(metric["value"], `the value of metric ${key}`),
    step: requireInteger(metric["step"] ?? 0, `the step of metric ${key}`),
    timestamp: requireInteger(metric["timestamp"] ?? 0, `the time of metric ${key}`),
  };
}

function inputOf(input: Fields): DatasetInput {
  const dataset = fieldsOf(input["dataset"], "dataset");
  const [schema, profile] = [textOf(dataset["schema"]), textOf(dataset["profile"])];
  return {
    name: requireText(dataset, "name", "the data set"),
    digest: requireText(dataset, "digest", "the data set"),
    sourceType: textOf(dataset["source_type"]) ?? "",
    source: textOf(dataset["source"]) ?? "",
    ...(schema !== undefined && { schema }),
    ...(profile !== undefined && { profile }),
    tags: recordOf(listOf(input["tags"], "tags"), "a tag"),
  };
}
