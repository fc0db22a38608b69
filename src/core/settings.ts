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
  readonly prompts: PromptSettings;
  /** What the project knows of models, by name; it goes before mlx's own table. */
  readonly models: Readonly<Record<string, ModelFacts>>;
}

/** How prompts are checked and released. */
export interface PromptSettings {
  readonly lint: {
    /** By rule: a severity, or `off`. */
    readonly rules: Readonly<Record<string, LintLevel>>;
    /** Most tokens that a prompt's own text may take; absent: no limit but the model's. */
    readonly maxTokens?: number;
  };
  /** What each alias demands, by alias. */
  readonly gates: Readonly<Record<string, readonly AliasGateSetting[]>>;
}

export const lintLevels = ["off", "info", "warning", "error"] as const;
export type LintLevel = (typeof lintLevels)[number];

/** One condition of an alias, as it is configured. */
export type AliasGateSetting =
  | { readonly lint: "errors" | "warnings" }
  | { readonly signed: true }
  | { readonly approvals: number; readonly from?: readonly string[] | undefined }
  /** `maxAge`: `30d`, `2w` or `12h`. */
  | { readonly evaluation: string; readonly maxAge?: string | undefined };

/** What is known of a model. Prices are in US dollars for a million tokens. */
export interface ModelFacts {
  readonly contextWindow?: number;
  readonly maxOutput?: number;
  readonly inputPrice?: number;
  readonly outputPrice?: number;
  /** The day on which the provider turns it off, `YYYY-MM-DD`. */
  readonly retires?: string;
  /** Whether the name stands for one set of weights for ever. */
  readonly pinned?: boolean;
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
