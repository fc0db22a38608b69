import { existsSync } from "node:fs";
import type { FileEntry } from "../../data/types.js";
import type { App } from "../app.js";
import { ledgerPath, openRuns } from "../runs/open-runs.js";
import { selectRun } from "../runs/select-run.js";
import type { ModelSource } from "./gather-files.js";
import { loadMakingRun, type MakingRun } from "./run-files.js";

/** The sources that paths name, with the runs whose artifacts some of them are. */
export interface ReadSources {
  readonly sources: readonly ModelSource[];
  /** That of `--run`, else of the first artifact. */
  readonly run: MakingRun | undefined;
}

/**
 * Tells artifacts of runs, `runs:/ID/PATH` and MLflow's `models:/m-ID`, from paths.
 * @throws {MlxError} `MLX_RUN_NOT_FOUND` or `MLX_RUN_AMBIGUOUS`, exit 2.
 */
export async function readModelSources(
  app: App,
  paths: readonly string[],
  runName: string | undefined,
): Promise<ReadSources> {
  const named = runName === undefined ? undefined : await namedRun(app, runName);
  const sources: ModelSource[] = [];
  for (const typed of paths) sources.push((await artifactSource(app, typed)) ?? { kind: "path", typed });
  const [first] = sources.flatMap((source) => (source.kind === "artifact" ? [source.run] : []));
  return { sources, run: named ?? first };
}

async function namedRun(app: App, name: string): Promise<MakingRun> {
  const ledger = await openRuns(app);
  const { id } = await selectRun(app, ledger, name);
  return loadMakingRun(ledger, id);
}

async function artifactSource(app: App, typed: string): Promise<ModelSource | undefined> {
  const model = /^models:\/+(m-[0-9a-f]{32})\/*$/.exec(typed)?.[1];
  if (model !== undefined) {
    const ledger = await openRuns(app);
    const runId = ledger.model(model)?.runId;
    if (runId !== undefined) return { kind: "artifact", run: loadMakingRun(ledger, runId), path: model };
  }
  const [, id, path = ""] = /^runs:\/+([^/]+)(?:\/+(.*))?$/.exec(typed) ?? [];
  if (id === undefined) return undefined;
  return { kind: "artifact", run: await namedRun(app, id), path };
}

/**
 * The recorded run that wrote these files, byte by byte: the first one that has the largest of them as an output. Undefined
 * where nobody recorded one, and without a ledger.
 */
export async function findMakingRun(app: App, files: readonly FileEntry[]): Promise<MakingRun | undefined> {
  if (!existsSync(await ledgerPath(app))) return undefined;
  const ledger = await openRuns(app);
  const makers = new Map(
    ledger.objects("live").flatMap(({ sha256, runId, label }) => (label === "log" ? [] : [[sha256, runId]])),
  );
  const largest = [...files].sort((a, b) => b.size - a.size);
  const maker = largest.find(({ sha256, size }) => size > 0 && makers.has(sha256));
  const id = maker && makers.get(maker.sha256);
  return id === undefined ? undefined : loadMakingRun(ledger, id);
}
