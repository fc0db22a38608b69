import type { Sha256 } from "../../core/sha256.js";

/** A version of a registered model as clients see it. */
export interface ServedVersion {
  readonly name: string;
  readonly version: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** When something was last decided about it. */
  readonly updatedAt: number;
  /** The author's e-mail address. */
  readonly author: string;
  readonly description: string;
  readonly runId?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly aliases: readonly string[];
  readonly archived: boolean;
}

export interface ServedModel {
  readonly name: string;
  readonly description?: string;
  /** Epoch milliseconds; of one without versions 0. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** The lowest first. */
  readonly versions: readonly ServedVersion[];
  /** What each alias points at. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** What a client wants to have registered. */
export interface VersionRequest {
  readonly name: string;
  /** `runs:/RUN/PATH`, or a logged model, `models:/m-ID`. */
  readonly source: string;
  readonly runId?: string;
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A gate that said no. */
export interface FailedGate {
  readonly gate: string;
  readonly reason: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** A file of a version. */
export interface VersionFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
}

/**
 * The registry that the model calls of MLflow's interface are answered from. Every method may throw an MlxError: exit code
 * 2 is the client's doing.
 */
export interface RegistryPort {
  /** By name. */
  models(): Promise<readonly ServedModel[]>;
  /** Undefined where there is none of that name. */
  model(name: string): Promise<ServedModel | undefined>;
  /** Makes a model without versions. @returns false if there is one of that name. */
  create(name: string, description: string | undefined): Promise<boolean>;
  /** Replaces what is said of the model. */
  describe(name: string, description: string): Promise<void>;
  /** Registers a version through what `mlx model register` goes through. @returns its number. */
  register(request: VersionRequest): Promise<string>;
  /** Moves an alias if its gates let it. @returns the gates that do not; empty if it points there now. */
  promote(name: string, version: string, alias: string): Promise<readonly FailedGate[]>;
  unalias(name: string, alias: string): Promise<void>;
  /** The files of a version, byte-sorted. */
  files(name: string, version: string): Promise<readonly VersionFile[]>;
  /** Sees that the cache holds a file of a version, fetching it if need be. */
  bring(name: string, version: string, path: string): Promise<void>;
}
