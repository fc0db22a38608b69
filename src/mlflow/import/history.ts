import type { MlflowStatus } from "../../runs/status.js";
import type { DatasetInput, MetricPoint } from "../../runs/types.js";

/** A run that is there, as far as a list tells. */
export interface MlflowRunRef {
  /** Normally 32 hexadecimal digits. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly startTime: number;
  readonly experiment: string;
  /** Where it is kept, for messages: a folder, a URL. */
  readonly place: string;
}

/** Bytes that a run or a model left behind. */
export interface MlflowArtifact {
  /** Relative, with `/`, in the run or the model. */
  readonly path: string;
  /** A file of this computer, or something that writes one. */
  readonly source: { readonly file: string } | { readonly download: (target: string) => Promise<void> };
}

export interface MlflowModel {
  /** `m-` and 32 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly type?: string;
  /** `LOGGED_MODEL_READY` and its kin. */
  readonly status: string;
  readonly step?: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly metrics: readonly (MetricPoint & {
    readonly datasetName?: string;
    readonly datasetDigest?: string;
  })[];
  readonly artifacts: readonly MlflowArtifact[];
}

/** A run as MLflow knows it. */
export interface MlflowRun {
  readonly id: string;
  readonly name?: string;
  readonly experiment: string;
  readonly status: MlflowStatus;
  /** Epoch milliseconds. */
  readonly startTime: number;
  readonly endTime?: number;
  readonly user?: string;
  readonly deleted: boolean;
  /** Epoch milliseconds; not every store knows it. */
  readonly deletedAt?: number;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** In any order. */
  readonly metrics: readonly MetricPoint[];
  readonly inputs: readonly DatasetInput[];
  readonly models: readonly MlflowModel[];
  readonly artifacts: readonly MlflowArtifact[];
  /** What could not be had although it was asked for, in words. */
  readonly missing: readonly string[];
}

/** Something of a history that cannot be read. */
export interface MlflowProblem {
  readonly place: string;
  readonly reason: string;
}

/** What MLflow recorded: a folder, a database or a server. */
export interface MlflowHistory {
  /** Without credentials. */
  readonly location: string;
  /** Every run, deleted ones too. @param experiments names; none: all of them. @throws {MlxError} `MLX_MLFLOW_SOURCE` */
  runs(experiments: readonly string[]): Promise<{
    readonly runs: readonly MlflowRunRef[];
    readonly problems: readonly MlflowProblem[];
    /** Names of all experiments. */
    readonly experiments: readonly string[];
  }>;
  /** @param artifacts whether they are wanted. @throws {MlxError} `MLX_MLFLOW_SOURCE` with what is wrong with this run. */
  read(run: MlflowRunRef, artifacts: boolean): Promise<MlflowRun>;
  close(): void;
}
