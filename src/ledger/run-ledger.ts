import type { Sha256 } from "../core/sha256.js";
import type { RunBundle } from "../runs/bundle.js";
import type { Direction } from "../runs/metric-direction.js";
import type { MetricSample } from "../runs/metric-sample.js";
import type { RunQuery } from "../runs/query.js";
import type {
  Annotation,
  Checkpoint,
  DatasetInput,
  Experiment,
  LatestMetric,
  LogBatch,
  LoggedModel,
  MetricPoint,
  RunArtifact,
  RunContext,
  RunEnd,
  RunGit,
  RunHeader,
  RunId,
  RunKind,
  RunRecord,
  RunSummary,
} from "../runs/types.js";

export interface NewRun {
  readonly id: RunId;
  readonly name: string;
  /** Made if it is not there. */
  readonly experiment: string;
  readonly kind: RunKind;
  readonly commandId?: RunId;
  /** Epoch milliseconds. */
  readonly startTime: number;
  readonly user?: string;
  readonly git?: RunGit;
  readonly context?: RunContext;
  readonly tags?: Readonly<Record<string, string>>;
  /** Whether this process records it: once the process is gone, the run is interrupted. */
  readonly owned: boolean;
}

/** Where a run's metrics file has been read to. */
export interface SpoolPosition {
  /** Bytes taken in. */
  readonly offset: number;
}

/** An object of the cache that a run names. */
export interface RunObject {
  readonly runId: RunId;
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
  /** For messages: the artifact's path, or `log`. */
  readonly label: string;
}

/**
 * The runs of a ledger. Every method is one transaction, committed when it returns, and survives the death of the
 * process; times come from the caller. All methods are synchronous and may be called by many processes at once: a
 * writer waits for another one up to 30 s.
 * @throws {MlxError} `MLX_LEDGER_UNUSABLE` (disk full, no permission, damaged, busy), `MLX_RUN_NOT_FOUND` for an id that is not there (exit 2).
 */
export interface RunLedger {
  readonly path: string;
  /** Whether it can only be read, since its file or folder may not be written: writing throws, `markInterrupted` does nothing. */
  readonly readOnly: boolean;
  close(): void;

  // ── experiments ──
  /** By id. */
  experiments(view?: "active" | "deleted" | "all"): Experiment[];
  experiment(which: { readonly id: number } | { readonly name: string }): Experiment | undefined;
  /** The experiment of that name, made if absent. @throws {MlxError} `MLX_EXPERIMENT_DELETED` if it was deleted. */
  ensureExperiment(name: string, now: number): Experiment;
  /** Renames, tags (null removes), deletes or restores. The Default experiment cannot be deleted. */
  updateExperiment(
    id: number,
    change: {
      readonly name?: string;
      readonly deleted?: boolean;
      readonly tags?: Readonly<Record<string, string | null>>;
    },
    now: number,
  ): void;

  // ── recording ──
  createRun(run: NewRun): void;
  /**
   * Stores all of it or nothing. Points that are there already change nothing.
   * @param spool notes, in the same transaction, how far the run's metrics file has been read.
   * @throws {MlxError} `MLX_PARAM_CONFLICT`, exit 2: a parameter has another value already.
   */
  append(id: RunId, batch: LogBatch, now: number, spool?: SpoolPosition): void;
  /** @returns 0 where nothing was read yet. */
  spoolOffset(id: RunId): number;
  /** Replaces those parts of the context that are given. */
  mergeContext(id: RunId, context: RunContext): void;
  setGit(id: RunId, git: RunGit): void;
  /** Ends a run; again with another end: the later call counts. Gives up the ownership. */
  endRun(id: RunId, end: RunEnd): void;
  /** An MLflow client began a run again that had ended. */
  reopenRun(id: RunId): void;
  /** Says that the owner is alive, for readers on other machines. Called every 10 s. */
  heartbeat(id: RunId, now: number): void;
  /**
   * Marks as `interrupted` the runs whose recording process is gone, and with them the unfinished client runs made
   * inside of them. @returns those it marked.
   */
  markInterrupted(now: number): RunId[];
  /** An artifact at the same path is replaced. */
  addArtifacts(id: RunId, artifacts: readonly RunArtifact[]): void;
  /** @returns how many; a folder's path removes what is below it. */
  removeArtifacts(id: RunId, path: string): number;
  addCheckpoint(id: RunId, checkpoint: Checkpoint): void;
  addInputs(id: RunId, inputs: readonly DatasetInput[]): void;
  /** Adds or replaces. */
  saveModel(model: LoggedModel): void;
  model(modelId: string): LoggedModel | undefined;
  models(query: { readonly experiments?: readonly string[]; readonly runId?: RunId }): LoggedModel[];

  // ── reading ──
  header(id: RunId): RunHeader | undefined;
  record(id: RunId): RunRecord | undefined;
  /** The total counts what `limit` and `offset` left out, too. */
  search(query: RunQuery): { readonly runs: RunSummary[]; readonly total: number };
  /** The ids of the runs that fit, in no particular order; `limit`, `offset` and `order` do not count. */
  matching(query: RunQuery): RunId[];
  /** How many runs there are in each status, deleted ones apart. */
  counts(): Readonly<Record<string, number>>;
  /** Ids that begin or end with `text` (upper case), or whose last 8 characters begin with it, at most 10. */
  idsLike(text: string): RunId[];
  /** In order of step, timestamp, value. @param limit the first so many. */
  history(id: RunId, key: string, limit?: number): MetricPoint[];
  metricKeys(id: RunId): string[];
  /** A history thinned for a drawing. @param columns how many pieces it has at most. */
  sample(id: RunId, key: string, columns: number): MetricSample;
  /** The best point of each of these runs that has the metric, the earliest of equals; NaN where it has no other. */
  bestPoints(key: string, direction: Direction, ids: readonly RunId[]): Map<RunId, LatestMetric>;
  artifacts(id: RunId): RunArtifact[];

  // ── care ──
  /** Null removes a tag. */
  setTag(id: RunId, key: string, value: string | null, now: number): void;
  rename(id: RunId, name: string, now: number): void;
  softDelete(id: RunId, now: number): void;
  restore(id: RunId, now: number): void;
  /** Removes runs for good; their objects become garbage. */
  purge(ids: readonly RunId[]): void;

  // ── exchange ──
  /** Everything about a run that has ended. @throws {MlxError} `MLX_RUN_UNFINISHED`, exit 2. */
  exportRun(id: RunId): RunBundle;
  /**
   * Takes a run in. `unchanged`: all of it was there. `merged`: only annotations (name, tags, deletion) were newer.
   * @throws {MlxError} `MLX_RUN_CONFLICT`, exit 3: the id is there with other content; nothing is changed.
   */
  importRun(bundle: RunBundle): "added" | "merged" | "unchanged";
  /** Annotations, for exchange: `name`, `deleted` (value: epoch milliseconds as text) and `tag:<key>`. */
  annotations(id: RunId): Readonly<Record<string, Annotation>>;
  /** Notes that a remote has these runs. */
  markShared(ids: readonly RunId[], remote: string): void;
  /** The runs that some remote has. */
  sharedRuns(): RunId[];
  /** Artifacts, logs and model files that runs name, each object once. @param scope `live`: runs not deleted; `shared`: live runs that a remote has. */
  objects(scope: "all" | "live" | "shared"): RunObject[];
}
