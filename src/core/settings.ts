/** How `data checkout` puts a cached object into the working tree. */
export type LinkType = "reflink" | "copy" | "hardlink" | "symlink";

export const linkTypes = ["reflink", "copy", "hardlink", "symlink"] as const satisfies readonly LinkType[];

/** A place for objects, as configured. Credentials are never part of it: they come from the AWS chain. */
export interface RemoteConfig {
  /** A path (absolute once resolved), `file://…` or `s3://bucket/prefix`. */
  readonly url: string;
  /** The address of an S3-compatible server. */
  readonly endpoint?: string;
  readonly region?: string;
  /** A profile of the AWS configuration files. */
  readonly profile?: string;
  /** Default: true with an endpoint, false without. */
  readonly pathStyle?: boolean;
  /** When the SDK adds a CRC to requests. Default `when_required`. */
  readonly checksums?: "when_required" | "when_supported";
  /** Server-side encryption. */
  readonly encryption?: "AES256" | "aws:kms";
  readonly kmsKeyId?: string;
}

/** A remote and the file that defines it. */
export interface ResolvedRemote extends RemoteConfig {
  /** The file as the user would type it, relative to the repository's top where it lies inside. */
  readonly source: string;
  /** The URL as it is written in the file. */
  readonly written: string;
}

/** What every source of configuration amounts to together. */
export interface ResolvedConfig {
  readonly remotes: Readonly<Record<string, ResolvedRemote>>;
  readonly defaultRemote?: string;
  readonly cache: {
    /** Absolute; absent for the repository's own `.mlx/cache`. */
    readonly dir?: string;
    /** In order of preference. */
    readonly link: readonly LinkType[];
    /** Whether the cache is shared by a group of users. */
    readonly group: boolean;
  };
  readonly transfer: {
    /** How many transfers may run at once; absent: the engine decides. */
    readonly jobs?: number;
    /** Seconds without a byte after which a transfer is tried again. */
    readonly stallTimeout: number;
  };
  readonly runs: RunSettings;
}

/** How runs are recorded. */
export interface RunSettings {
  /** The experiment of runs that name none; absent: `Default`. */
  readonly experiment?: string;
  /** Names, with `*`, of environment variables whose values are kept. */
  readonly env: readonly string[];
  /** Most bytes of a command's output that are kept; 0 keeps none. */
  readonly logLimit: number;
  /** Most bytes of changed and untracked files in a snapshot of the working tree. */
  readonly snapshotLimit: number;
  /** Which runs' artifacts `data push` uploads: of all of them, or of those that a remote has. */
  readonly artifacts: RunArtifactScope;
}

export const runArtifactScopes = ["all", "shared"] as const;
export type RunArtifactScope = (typeof runArtifactScopes)[number];
