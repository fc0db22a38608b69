import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { walk } from "../../files/walk.js";
import { filesBelow } from "./artifact-files.js";
import type { MlflowModel } from "./history.js";
import { linesOf, metaOf, textsIn } from "./meta-files.js";
import { sourceError } from "./source-error.js";
import {
  integerOf,
  modelStatusOf,
  requireInteger,
  requireNumber,
  requireText,
  requireTime,
  textOf,
} from "./values.js";

/** The models of MLflow 3, which lie beside the runs of their experiment: `models/m-…/`. */
export class StoredModels {
  /** By experiment folder, then run: the folders of its models. */
  readonly #byRun = new Map<string, Promise<ReadonlyMap<string, readonly string[]>>>();

  /** The models that a run made. @param folder the run's. @param missing told of artifacts that are left out; absent: all are. */
  async of(folder: string, runId: string, missing: string[] | undefined): Promise<MlflowModel[]> {
    const experiment = dirname(folder);
    const known = this.#byRun.get(experiment) ?? modelsByRun(join(experiment, "models"));
    this.#byRun.set(experiment, known);
    const places = (await known).get(runId) ?? [];
    return Promise.all(places.map((place) => readModel(place, folder, missing)));
  }

  forget(): void {
    this.#byRun.clear();
  }
}

async function modelsByRun(models: string): Promise<Map<string, string[]>> {
  const byRun = new Map<string, string[]>();
  const names = existsSync(models) ? readdirSync(models).filter((name) => name.startsWith("m-")) : [];
  for (const name of names.sort()) {
    const place = join(models, name);
    const meta = await metaOf(place);
    const run = textOf(meta["source_run_id"]);
    if (run === undefined || meta["lifecycle_stage"] === "deleted") continue;
    byRun.set(run, [...(byRun.get(run) ?? []), place]);
  }
  return byRun;
}

async function readModel(place: string, run: string, missing: string[] | undefined): Promise<MlflowModel> {
  const meta = await metaOf(place);
  const id = requireText(meta, "model_id", place);
  const type = textOf(meta["model_type"]);
  const output = join(run, "outputs", basename(place));
  const step = existsSync(output) ? integerOf((await metaOf(output))["step"]) : undefined;
  const createdAt = requireTime(meta["creation_timestamp"], `creation_timestamp of ${place}`);
  return {
    id,
    name: textOf(meta["name"]) ?? id,
    status: modelStatusOf(meta["status"]),
    createdAt,
    updatedAt: integerOf(meta["last_updated_timestamp"]) ?? createdAt,
    params: textsIn(join(place, "params")),
    tags: textsIn(join(place, "tags")),
    metrics: metricsOf(join(place, "metrics")),
    artifacts: missing ? filesBelow(join(place, "artifacts"), missing) : [],
    ...(type !== undefined && { type }),
    ...(step !== undefined && { step }),
  };
}

/** Lines of time, value, step, run and, where it was measured on one, a data set's name and digest. */
function metricsOf(folder: string): MlflowModel["metrics"] {
  return walk(folder)
    .files()
    .flatMap((key) => {
      const file = join(folder, key);
      return linesOf(readFileSync(file, "utf8")).map(({ words, line }) => {
        const place = `${file}:${line}`;
        const [timestamp, value, step] = words;
        if (words.length !== 4 && words.length < 6) throw sourceError(`${place} is not a model's metric`);
        // The name of a data set may have spaces in it.
        const [datasetName, datasetDigest] =
          words.length === 4 ? [] : [words.slice(4, -1).join(" "), words.at(-1)];
        return {
          key,
          value: requireNumber(value, `the value in ${place}`),
          step: requireInteger(step, `the step in ${place}`),
          timestamp: requireInteger(timestamp, `the time in ${place}`),
          ...(datasetName !== undefined && { datasetName }),
          ...(datasetDigest !== undefined && { datasetDigest }),
        };
      });
    });
}
