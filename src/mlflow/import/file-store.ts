import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { systemCode } from "../../core/errors.js";
import type { DatasetInput, MetricPoint } from "../../runs/types.js";
import { filesBelow, localFolder, walkFiles } from "./artifact-files.js";
import { StoredModels } from "./file-store-models.js";
import type { MlflowArtifact, MlflowHistory, MlflowProblem, MlflowRun, MlflowRunRef } from "./history.js";
import { metaOf, pointsOf, textsIn } from "./meta-files.js";
import { reasonOf } from "./source-error.js";
import { integerOf, requireStatus, requireText, requireTime, textOf } from "./values.js";

interface Experiment {
  readonly folder: string;
  readonly name: string;
}

/** MLflow's file store: a folder, normally `mlruns/`, with a folder for each experiment and in it one for each run. */
export class FileStoreHistory implements MlflowHistory {
  readonly #models = new StoredModels();

  /** @param location absolute path. */
  constructor(readonly location: string) {}

  static isOne(folder: string): boolean {
    return experimentFolders(folder).some((path) => existsSync(join(path, "meta.yaml")));
  }

  async runs(names: readonly string[]) {
    const problems: MlflowProblem[] = [];
    const experiments: Experiment[] = [];
    for (const folder of experimentFolders(this.location)) {
      try {
        const meta = await metaOf(folder);
        experiments.push({ folder, name: requireText(meta, "name", "the experiment") });
      } catch (error) {
        problems.push({ place: folder, reason: reasonOf(error) });
      }
    }
    const runs: MlflowRunRef[] = [];
    for (const experiment of experiments) {
      if (names.length > 0 && !names.includes(experiment.name)) continue;
      for (const place of runFolders(experiment.folder)) {
        try {
          runs.push(await refOf(place, experiment.name));
        } catch (error) {
          problems.push({ place, reason: reasonOf(error) });
        }
      }
    }
    return { runs, problems, experiments: experiments.map(({ name }) => name) };
  }

  async read(run: MlflowRunRef, artifacts: boolean): Promise<MlflowRun> {
    const folder = run.place;
    const meta = await metaOf(folder);
    const tags = textsIn(join(folder, "tags"));
    const name = textOf(meta["run_name"]) ?? tags["mlflow.runName"];
    const user = textOf(meta["user_id"]);
    const [endTime, deletedAt] = [integerOf(meta["end_time"]), integerOf(meta["deleted_time"])];
    const stored = artifacts ? artifactsOf(folder, textOf(meta["artifact_uri"])) : { files: [], missing: [] };
    return {
      ...run,
      status: requireStatus(meta["status"]),
      deleted: meta["lifecycle_stage"] === "deleted",
      params: textsIn(join(folder, "params")),
      tags,
      metrics: metricsOf(folder),
      inputs: await inputsOf(folder),
      models: await this.#models.of(folder, run.id, artifacts ? stored.missing : undefined),
      artifacts: stored.files,
      missing: stored.missing,
      ...(name !== undefined && { name }),
      ...(user !== undefined && { user }),
      ...(endTime !== undefined && { endTime }),
      ...(deletedAt !== undefined && { deletedAt }),
    };
  }

  close(): void {
    this.#models.forget();
  }
}

function experimentFolders(store: string): string[] {
  const trash = join(store, ".trash");
  return [...foldersIn(store), ...foldersIn(trash)].filter(
    (path) => !/^(?:\.trash|models)$/.test(basename(path)),
  );
}

/** Of one experiment; its `models`, `datasets`, `tags` and `traces` are no runs. */
function runFolders(experiment: string): string[] {
  return foldersIn(experiment)
    .filter((path) => /^[0-9a-fA-F]{32}$/.test(basename(path)) || existsSync(join(path, "meta.yaml")))
    .filter((path) => !/^(?:models|datasets|tags|traces)$/.test(basename(path)));
}

/** Byte-sorted, so that the order is the same everywhere. */
function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(folder, name))
      .sort();
  } catch (error) {
    if (systemCode(error) === "ENOENT") return [];
    throw error;
  }
}

async function refOf(place: string, experiment: string): Promise<MlflowRunRef> {
  const meta = await metaOf(place);
  const id = textOf(meta["run_id"]) ?? requireText(meta, "run_uuid", "the run");
  return { id, startTime: requireTime(meta["start_time"], "its start_time"), experiment, place };
}

function metricsOf(folder: string): MetricPoint[] {
  return walkFiles(join(folder, "metrics")).flatMap(({ path, file }) =>
    pointsOf(readFileSync(file, "utf8"), file).map((point) => ({ key: path, ...point })),
  );
}

async function inputsOf(folder: string): Promise<DatasetInput[]> {
  const inputs: DatasetInput[] = [];
  for (const place of foldersIn(join(folder, "inputs"))) {
    const input = await metaOf(place);
    if (input["source_type"] !== "DATASET") continue;
    const data = await metaOf(
      join(folder, "..", "datasets", basename(requireText(input, "source_id", "the input"))),
    );
    const [schema, profile] = [textOf(data["schema"]), textOf(data["profile"])];
    inputs.push({
      name: requireText(data, "name", "the data set"),
      digest: requireText(data, "digest", "the data set"),
      sourceType: textOf(data["source_type"]) ?? "",
      source: textOf(data["source"]) ?? "",
      ...(schema !== undefined && { schema }),
      ...(profile !== undefined && { profile }),
      tags: tagsOf(input["tags"]),
    });
  }
  return inputs;
}

function tagsOf(value: unknown): Record<string, string> {
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.map(([key, text]) => [key, String(text)]));
}

/** The run's own folder first: a store that was moved still names the old place. */
function artifactsOf(
  folder: string,
  uri: string | undefined,
): { files: MlflowArtifact[]; missing: string[] } {
  const own = join(folder, "artifacts");
  const missing: string[] = [];
  if (existsSync(own)) return { files: filesBelow(own, missing), missing };
  const elsewhere = uri === undefined ? undefined : localFolder(uri);
  if (elsewhere !== undefined && statSync(elsewhere, { throwIfNoEntry: false })?.isDirectory())
    return { files: filesBelow(elsewhere, missing), missing };
  // A run without artifacts has no folder for them.
  const remote = uri !== undefined && elsewhere === undefined;
  return { files: [], missing: remote ? [`its artifacts are at ${uri}`] : [] };
}
