import type { ReproductionGrade } from "../registry/evidence/evidence.js";
import type { RegistryNoun } from "../registry/types.js";

/** What `mlx doctor` goes by: what was found in a repository, without a judgement. */
export interface ProjectFacts {
  /** The folder's name. */
  readonly name: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly data: DataFacts;
  readonly store: StoreFacts;
  readonly packages: PackageFacts;
  readonly suites: readonly SuiteFacts[];
  readonly ci: CiFacts;
  /** The file that has mlx called before each commit. */
  readonly hook?: string;
  readonly schemas: SchemaFacts;
  readonly monitors: readonly MonitorFacts[];
  readonly releases: readonly ReleaseFacts[];
  /** Prompts of which no version has been published, by name. */
  readonly drafts: readonly string[];
  readonly registry: RegistryFacts;
  /** The file that names who reviews what. */
  readonly codeOwners?: string;
  readonly secrets: SecretFacts;
}

export interface DataFacts {
  /** Paths that have a pointer. */
  readonly tracked: number;
  /** Those that are not as their pointers say, and pointers that cannot be read. */
  readonly unclean: readonly string[];
  /** Pointers that the commit that is checked out does not have, or has otherwise. */
  readonly uncommitted: readonly string[];
}

/** Whether the bytes of what is tracked and registered are in a store. */
export type StoreFacts =
  | { readonly kind: "none" }
  /** Its answer would have to come over the network, and nobody asked for that. */
  | { readonly kind: "not-asked"; readonly remote: string; readonly url: string }
  | { readonly kind: "unreachable"; readonly remote: string; readonly reason: string }
  | {
      readonly kind: "asked";
      readonly remote: string;
      readonly url: string;
      /** Whether it is a folder of the repository itself. */
      readonly inside: boolean;
      /** Objects that it lacks. */
      readonly missing: number;
    };

export interface PackageFacts {
  /** Files at the top that declare what the code needs, such as `package.json`. */
  readonly manifests: readonly string[];
  /** Files at the top that pin it. */
  readonly locks: readonly string[];
  /** Of `requirements.txt` and its kin: how many lines name no version. */
  readonly unpinned: number;
}

export interface SuiteFacts {
  readonly name: string;
  /** From the repository's top. */
  readonly file: string;
  /** The file of its cases, where they do not stand in the suite. */
  readonly data?: string;
  /** Whether a model, a program or a service is asked that may charge. */
  readonly asks: boolean;
  readonly limitsCost: boolean;
  readonly limitsLatency: boolean;
  readonly limitsCalls: boolean;
  readonly hasBaseline: boolean;
}

export interface CiFacts {
  /** The files that say what CI runs, from the top. */
  readonly files: readonly string[];
  readonly commands: readonly CiCommand[];
}

/** A command line of mlx in CI. */
export interface CiCommand {
  /** `eval run`, `drift check`, …. */
  readonly verb: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Whether it runs by the clock, too. */
  readonly scheduled: boolean;
}

export interface SchemaFacts {
  readonly names: readonly string[];
  /** Tables among the tracked files, and those of them that have no schema. */
  readonly tables: number;
  readonly without: readonly string[];
}

export interface MonitorFacts {
  readonly name: string;
  /** When its baseline was taken, epoch milliseconds; absent where it has none. */
  readonly baseline?: number;
}

/** A model or a prompt of which a version exists, or a model that has settings alone. */
export interface ReleaseFacts {
  readonly noun: RegistryNoun;
  readonly name: string;
  /** Where its gates are written down. */
  readonly settings: string;
  readonly owners: readonly string[];
  /** The alias that stands for production: one that is there, or one that has gates. */
  readonly alias?: string;
  /** The version that the alias points at; without one the newest. */
  readonly version?: string;
  /** How many versions there are. */
  readonly versions: number;
  /** Whether an alias points at it. */
  readonly live: boolean;
  /** What the alias demands. */
  readonly gates: readonly DemandFacts[];
  /** Of a model's version. */
  readonly lineage?: LineageFacts;
  readonly reproduction?: { readonly grade: ReproductionGrade };
  /** What a rollback would restore. */
  readonly previous?: { readonly version: string; readonly bytes: "git" | "cache" | "store" | "nowhere" };
}

export interface DemandFacts {
  readonly kind: string;
  /** Of a gate on a figure. */
  readonly metric?: string;
}

export interface LineageFacts {
  readonly run?: string;
  /** Whether the code had changes that were not committed. */
  readonly dirty: boolean;
  /** What is not known. */
  readonly missing: readonly string[];
}

export interface RegistryFacts {
  readonly items: number;
  readonly problems: number;
  /** The first of them. */
  readonly first?: string;
}

export interface SecretFacts {
  /** Files that were looked through: those that git does not ignore. */
  readonly files: number;
  readonly found: readonly { readonly path: string; readonly line: number; readonly kind: string }[];
}
