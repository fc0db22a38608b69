import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Interrupted, MlxError } from "../../../core/errors.js";
import { removeTempDir, tempDir } from "../../../files/temp-dir.js";
import type { RunLedger } from "../../../ledger/run-ledger.js";
import { importedId, importedRun, lastSign } from "../../../mlflow/import/content.js";
import type {
  MlflowArtifact,
  MlflowHistory,
  MlflowRun,
  MlflowRunRef,
} from "../../../mlflow/import/history.js";
import { reasonOf, sourceError } from "../../../mlflow/import/source-error.js";
import { bundleOf, formatBundle } from "../../../runs/bundle.js";
import { parseRecord } from "../../../runs/exchange/bundle-line.js";
import type { RunArtifact, RunId } from "../../../runs/types.js";
import type { DataSession } from "../../data/session.js";
import { TakenIn } from "./taken-in.js";

export interface HistoryImport {
  readonly taken: TakenIn;
  /** Files stored, or in a dry run to be stored. */
  readonly artifacts: number;
  /** Runs that MLflow believes to be running. */
  readonly unfinished: number;
  /** What could not be had of runs that were taken in. */
  readonly missing: readonly { readonly place: string; readonly reason: string }[];
}

export interface HistoryOptions {
  readonly experiments: readonly string[];
  readonly artifacts: boolean;
  readonly dryRun: boolean;
}

/** Takes in what MLflow recorded. A run that cannot be read is named and keeps no other one out. */
export async function importHistory(
  session: DataSession,
  ledger: RunLedger,
  history: MlflowHistory,
  options: HistoryOptions,
): Promise<HistoryImport> {
  const { runs, problems, experiments } = await history.runs(options.experiments);
  const unknown = options.experiments.find((name) => !experiments.includes(name));
  if (unknown !== undefined) {
    throw sourceError(`${history.location} has no experiment ${JSON.stringify(unknown)}`, {
      hint: `there are: ${experiments.join(", ")}`,
      exitCode: 2,
    });
  }
  const importer = new HistoryImporter(session, ledger, history, runs, options);
  for (const { place, reason } of problems) importer.taken.refuse({ place, reason });
  await importer.all(runs);
  return importer;
}

class HistoryImporter implements HistoryImport {
  readonly taken: TakenIn;
  artifacts = 0;
  unfinished = 0;
  readonly missing: { place: string; reason: string }[] = [];
  readonly #ids: ReadonlyMap<string, RunId>;

  constructor(
    private readonly session: DataSession,
    private readonly ledger: RunLedger,
    private readonly history: MlflowHistory,
    runs: readonly MlflowRunRef[],
    private readonly options: HistoryOptions,
  ) {
    this.taken = new TakenIn(ledger, options.dryRun);
    this.#ids = new Map(runs.map(({ id, startTime }) => [id, importedId(id, startTime)]));
  }

  /** The oldest first, as they were made. */
  async all(runs: readonly MlflowRunRef[]): Promise<void> {
    const { app, workspace } = this.session;
    const folder = tempDir(join(workspace.stateDir, "tmp"));
    const progress = app.ui.progress(`importing from ${this.history.location}`, runs.length, "files");
    try {
      for (const run of [...runs].sort((a, b) => a.startTime - b.startTime)) {
        if (app.signal.aborted) throw new Interrupted();
        await this.#one(run, folder);
        progress.add(1);
      }
    } finally {
      progress.done();
      removeTempDir(folder);
    }
  }

  async #one(ref: MlflowRunRef, folder: string): Promise<void> {
    try {
      const run = await this.history.read(ref, this.options.artifacts);
      if (this.options.dryRun) return this.#foresee(run, ref);
      const artifacts = await this.#store(run, folder);
      const { content, annotations } = importedRun(run, (id) => this.#ids.get(id), artifacts);
      // What is taken in can leave again: the same rules as for any bundle.
      const bundle = parseRecord(formatBundle(bundleOf(content, annotations)));
      if (!this.taken.take(bundle, ref.place)) return;
      this.artifacts += artifacts.length;
      this.#tell(run, ref);
    } catch (error) {
      if (!(error instanceof MlxError) || !ofOneRun(error)) throw error;
      this.taken.refuse({ place: ref.place, reason: reasonOf(error) });
    }
  }

  /** A dry run reads no bytes, so it cannot compare them. */
  #foresee(run: MlflowRun, ref: MlflowRunRef): void {
    const known = this.ledger.header(importedId(run.id, run.startTime)) !== undefined;
    if (known) this.taken.unchanged++;
    else this.taken.added++;
    this.artifacts += known ? 0 : filesOf(run).length;
    this.#tell(run, ref);
  }

  #tell(run: MlflowRun, { place }: MlflowRunRef): void {
    if (run.status === "RUNNING" || run.status === "SCHEDULED") this.unfinished++;
    for (const reason of run.missing) this.missing.push({ place, reason });
  }

  /** Puts a run's files into the cache, durable before it returns. */
  async #store(run: MlflowRun, folder: string): Promise<RunArtifact[]> {
    const files = filesOf(run);
    const sources: string[] = [];
    try {
      for (const [index, { source }] of files.entries()) {
        const target = join(folder, String(index));
        if ("file" in source) sources.push(source.file);
        else {
          await source.download(target);
          sources.push(target);
        }
      }
      const { cache, app } = this.session;
      const results = await cache.insertFiles(
        sources.map((source) => ({ source })),
        { signal: app.signal },
      );
      return results.map((result, index) => {
        const path = files[index]?.path ?? "";
        if (!result.ok) throw sourceError(`${sources[index]}: ${result.message}`);
        return { path, sha256: result.sha256, size: result.size, loggedAt: run.endTime ?? lastSign(run) };
      });
    } finally {
      for (const source of sources) if (source.startsWith(folder) && existsSync(source)) rmSync(source);
    }
  }
}

/** Of the run itself, and of its models below `models/<id>/`. */
function filesOf(run: MlflowRun): MlflowArtifact[] {
  const ofModels = run.models.flatMap(({ id, artifacts }) =>
    artifacts.map(({ path, source }) => ({ path: `models/${id}/${path}`, source })),
  );
  return [...run.artifacts, ...ofModels];
}

/** Anything else, such as a server that refuses the credentials, would meet the other runs too. */
function ofOneRun(error: MlxError): boolean {
  return error.code === "MLX_INVALID_BUNDLE" || (error.code === "MLX_MLFLOW_SOURCE" && error.exitCode === 3);
}
