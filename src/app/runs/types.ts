import type { RunArtifact, RunContext, RunEnd, RunGit, RunId } from "../../runs/types.js";

/** What `mlx run` was asked for. */
export interface RecordRequest {
  /** Default: the command's words, shortened. */
  readonly name?: string;
  /** Default: the setting `runs.experiment`, else `Default`. */
  readonly experiment?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  /** As typed, relative to the app's folder. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly metricsFiles: readonly string[];
  /** Names, with `*`, of environment variables whose values are kept, beside the setting `runs.env`. */
  readonly allowEnv: readonly string[];
  /** The program and its arguments. */
  readonly argv: readonly string[];
  /** False leaves the child the terminal itself: no log is kept. */
  readonly keepLog: boolean;
  /** Where the output is shown beside the log. Default `streams`: each where it belongs; `stderr`: all of it there. */
  readonly show?: "streams" | "stderr" | "nowhere";
}

/** A run that `mlx run` recorded from its beginning to its end. */
export interface RecordedRun {
  readonly id: RunId;
  readonly end: RunEnd;
  /** The child's exit code, 128 + N for signal N. */
  readonly code: number;
}

/** What the captures of one run have in common. */
export interface CaptureRequest {
  readonly runId: RunId;
  readonly argv: readonly string[];
  /** As typed, relative to the app's folder. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly allowEnv: readonly string[];
  /** Named with `--metrics`, as typed. */
  readonly metricsFiles?: readonly string[];
  /** Given with `--param`. */
  readonly params?: Readonly<Record<string, string>>;
}

/** Facts that the child may change, taken before it starts. */
export interface CaptureBefore {
  readonly git: RunGit;
  /** command, code (without its snapshot), data, inputs, paramFiles, lockFiles, seeds, warnings. */
  readonly context: RunContext;
  /** From the parameter files, flattened: `train.lr`. */
  readonly params: Readonly<Record<string, string>>;
  /**
   * Publishes the snapshot of a dirty tree under its ref once its files were scanned; to be awaited while the child runs.
   * Gives code (with its snapshot) and warnings; both are to be merged with what `context` has.
   */
  publishSnapshot(): Promise<RunContext>;
}

/** What the command left behind. */
export interface CaptureAfter {
  /** outputs, warnings. */
  readonly context: RunContext;
  /** Below `outputs/`; their bytes are in the cache, durable. */
  readonly artifacts: readonly RunArtifact[];
}
