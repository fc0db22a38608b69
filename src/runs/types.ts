import type { Sha256 } from "../core/sha256.js";
import type { Ulid } from "../core/ulid.js";
import type { RunEnvironment } from "./environment.js";

/** Names a run for good, on every computer. */
export type RunId = Ulid;

/** `killed`: a signal ended the command. `interrupted`: the mlx that recorded it died. */
export const runStatuses = ["running", "finished", "failed", "killed", "interrupted"] as const;
export type RunStatus = (typeof runStatuses)[number];

/** `command`: by `mlx run`. `client`: by an MLflow client, inside such a command, over `runs serve` or imported. */
export const runKinds = ["command", "client"] as const;
export type RunKind = (typeof runKinds)[number];

export interface Experiment {
  /** MLflow's `experiment_id`, a number of this ledger alone; 0 is `Default`. Elsewhere an experiment is its name. */
  readonly id: number;
  readonly name: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly deleted: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** Where the code was. */
export interface RunGit {
  /** Absent before the first commit, and where nobody knows. */
  readonly commit?: string;
  /** Absent on a detached HEAD. */
  readonly branch?: string;
  /** Whether the working tree differed from the commit, untracked files included. */
  readonly dirty: boolean;
}

/** How a run ended. */
export interface RunEnd {
  readonly status: Exclude<RunStatus, "running">;
  /** Epoch milliseconds. */
  readonly endTime: number;
  readonly exitCode?: number;
  /** Such as `SIGKILL`. */
  readonly signal?: string;
}

/** What every list shows of a run; the rest is in the record. */
export interface RunHeader {
  readonly id: RunId;
  readonly name: string;
  readonly experiment: string;
  readonly kind: RunKind;
  /** The `mlx run` inside which an MLflow client made it. */
  readonly commandId?: RunId;
  readonly status: RunStatus;
  /** Epoch milliseconds. */
  readonly startTime: number;
  readonly endTime?: number;
  readonly exitCode?: number;
  readonly signal?: string;
  readonly user?: string;
  readonly git: RunGit;
  /** Epoch milliseconds of its soft deletion. */
  readonly deletedAt?: number;
}

/** One measurement. NaN and the infinities are values like others. */
export interface MetricPoint {
  readonly key: string;
  readonly value: number;
  /** An integer; 0 where none was given. */
  readonly step: number;
  /** Epoch milliseconds. */
  readonly timestamp: number;
}

/** The point of the highest step, then the highest timestamp, then the highest value (NaN below all). */
export type LatestMetric = Omit<MetricPoint, "key">;

/** A run as a list or a comparison needs it. */
export interface RunSummary extends RunHeader {
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, LatestMetric>>;
}

/** A file that a run left behind; its bytes are an object of the cache. */
export interface RunArtifact {
  /** Relative, with `/`; below `outputs/` for declared outputs, below `models/<model id>/` for a client's models. */
  readonly path: string;
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
  /** Epoch milliseconds. */
  readonly loggedAt: number;
}

/** A state of the model at a step: the run's metrics of that step belong to the artifact at `path` (a file or folder). */
export interface Checkpoint {
  readonly step: number;
  readonly path: string;
  readonly loggedAt: number;
}

/** A file or folder and what it held. */
export interface PathDigest {
  /** From the repository's top with `/`, or absolute outside of it. */
  readonly path: string;
  /** Of a folder: the digest of its canonical listing. Absent if there was nothing at `path`. */
  readonly sha256?: Sha256;
  /** Bytes, of a folder all of its files. */
  readonly size?: number;
  /** How many, of a folder. */
  readonly files?: number;
  readonly kind?: "file" | "directory";
}

/** The working tree of a dirty run, kept as a commit under a private ref; its parent is the commit that was checked out. */
export interface CodeSnapshot {
  /** `refs/mlx/runs/<id>` */
  readonly ref: string;
  readonly commit: string;
  /** Changed and untracked files in it. */
  readonly files: number;
  readonly bytes: number;
  /** Changed and untracked files left out of it; to reproduce the run they are needed by hand. */
  readonly omitted: readonly {
    readonly path: string;
    readonly reason: "secret" | "size";
    readonly detail: string;
  }[];
}

/** What was captured about a run besides what it logged. Every part may be absent: imported runs know less. */
export interface RunContext {
  readonly mlxVersion?: string;
  readonly command?: {
    readonly argv: readonly string[];
    /** From the repository's top, `.` for the top itself. */
    readonly cwd: string;
    readonly inputs: readonly string[];
    readonly outputs: readonly string[];
    readonly metricsFiles: readonly string[];
    /** Those given by hand, of all the run's parameters and tags. */
    readonly params?: Readonly<Record<string, string>>;
    readonly tags?: Readonly<Record<string, string>>;
  };
  readonly code?: {
    /** Without credentials. */
    readonly remote?: string;
    readonly snapshot?: CodeSnapshot;
    /** Changed and untracked paths, at most 1,000 of them. */
    readonly changes: readonly string[];
  };
  readonly data?: {
    /** What each pointer of the working tree named when the run began. */
    readonly pointers: readonly PathDigest[];
    /** Tracked paths whose data was not what their pointer says. */
    readonly modified: readonly string[];
    /** Tracked paths at which there was nothing, so that the command cannot have read them. */
    readonly missing?: readonly string[];
  };
  readonly inputs?: readonly PathDigest[];
  readonly outputs?: readonly PathDigest[];
  readonly paramFiles?: readonly PathDigest[];
  readonly lockFiles?: readonly (PathDigest & { readonly manager: string })[];
  readonly environment?: RunEnvironment;
  /** By where they were found: a parameter's key or an environment variable. */
  readonly seeds?: Readonly<Record<string, string>>;
  readonly resources?: {
    /** The largest sum of the resident memory of the command and its children that was sampled. */
    readonly peakMemoryBytes?: number;
    readonly cpuSeconds?: number;
    readonly wallSeconds: number;
  };
  /** The command's output, an object of the cache in gzip. */
  readonly log?: {
    readonly sha256: Sha256;
    /** Bytes of the object. */
    readonly size: number;
    /** Bytes the command wrote. */
    readonly written: number;
    /** Whether its middle was left out. */
    readonly truncated: boolean;
  };
  /** What the person should know of this run: an overridden tracking address, facts that could not be captured. */
  readonly warnings?: readonly string[];
}

/** What a run has beside its parameters, metrics and tags. */
export interface RunParts {
  readonly context: RunContext;
  /** Byte-sorted by path. */
  readonly artifacts: readonly RunArtifact[];
  readonly checkpoints: readonly Checkpoint[];
  readonly inputs: readonly DatasetInput[];
  readonly models: readonly LoggedModel[];
}

/** Everything about a run but the histories of its metrics. */
export interface RunRecord extends RunSummary, RunParts {}

/** A data set that an MLflow client logged as an input. */
export interface DatasetInput {
  readonly name: string;
  readonly digest: string;
  readonly sourceType: string;
  readonly source: string;
  readonly schema?: string;
  readonly profile?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A model that an MLflow client logged (MLflow 3 `LoggedModel`); its files are artifacts below `models/<id>/`. */
export interface LoggedModel {
  /** `m-` and 32 hexadecimal digits. */
  readonly id: string;
  readonly runId: RunId;
  readonly name: string;
  readonly type?: string;
  /** MLflow's: `LOGGED_MODEL_PENDING`, `LOGGED_MODEL_READY`, `LOGGED_MODEL_UPLOAD_FAILED`. */
  readonly status: string;
  /** Step of the training, where the client said it: makes the model a checkpoint. */
  readonly step?: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Epoch milliseconds at which the client deleted it; its files stay with the run. */
  readonly deletedAt?: number;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly metrics: readonly (MetricPoint & {
    readonly datasetName?: string;
    readonly datasetDigest?: string;
  })[];
}

/** What is logged at once: all of it is stored, or nothing. */
export interface LogBatch {
  readonly metrics?: readonly MetricPoint[];
  /** Write-once: the same value again is fine, another one refuses the batch. */
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

/** How a text that people may correct later was last set: the later wins, of equal times the greater value. */
export interface Annotation {
  /** Null: removed. */
  readonly value: string | null;
  /** Epoch milliseconds. */
  readonly at: number;
}
