import type { Sha256 } from "../core/sha256.js";
import type { Ulid } from "../core/ulid.js";
import type { Age } from "./gates/age.js";

/** What a registry holds: prompts, with semantic versions, and models, with whole numbers. */
export const registryNouns = ["prompt", "model"] as const;
export type RegistryNoun = (typeof registryNouns)[number];

/** By git's own rules: what `git var GIT_AUTHOR_IDENT` says. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/**
 * What is kept of a published version beside its frozen bytes: `versions/<version>.json`, canonical JSON. `details` is the
 * noun's own (a prompt's model and settings; a model's run, data and metrics).
 */
export interface VersionRecord {
  readonly mlx: 1;
  readonly noun: RegistryNoun;
  readonly name: string;
  readonly version: string;
  /** Of the frozen bytes. */
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
  readonly author: Person;
  /** RFC 3339 in UTC. */
  readonly time: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  /** SHA-256 of the canonical JSON of all other fields. */
  readonly digest: Sha256;
}

export const eventKinds = [
  "publish",
  "alias",
  "rollback",
  "unalias",
  "approve",
  "reject",
  "archive",
  "unarchive",
] as const;
export type EventKind = (typeof eventKinds)[number];

/** A version as an event names it. */
export interface VersionRef {
  readonly version: string;
  /** The digest of its record. */
  readonly record: Sha256;
}

/** What a gate said when an alias was moved. */
export interface GateOutcome {
  /** As it is written in the configuration, such as `approvals: 1`. */
  readonly gate: string;
  readonly passed: boolean;
  /** The figure and the reason, for people. */
  readonly reason: string;
  /** Digests of the evidence or of the events that it went by. */
  readonly evidence?: readonly string[];
}

/** Something that was decided: `events/<ulid>.json`, canonical JSON, never edited. */
export interface RegistryEvent {
  readonly mlx: 1;
  readonly id: Ulid;
  readonly kind: EventKind;
  readonly noun: RegistryNoun;
  readonly name: string;
  readonly author: Person;
  /** RFC 3339 in UTC. */
  readonly time: string;
  readonly message: string;
  /** Digests of the events that this one follows: for an alias its former head, or heads, and the version's publication. */
  readonly parents: readonly Sha256[];
  /** Of alias, rollback and unalias. */
  readonly alias?: string;
  /** What is published, approved or pointed at; absent where an alias is removed. */
  readonly target?: VersionRef;
  /** What the alias pointed at before; absent where it is new. */
  readonly previous?: VersionRef;
  /** The verdict of each gate of the alias. */
  readonly gates?: readonly GateOutcome[];
  /** Of what is said of a model: digests of the evidence of exactly this record that was there, sorted. */
  readonly evidence?: readonly Sha256[];
  /** Why a failing gate was overridden. */
  readonly override?: string;
  /** SHA-256 of the canonical JSON of all other fields. */
  readonly digest: Sha256;
}

/** The one line of `aliases/<alias>`: `<version> sha256:<record digest> <event id>`. */
export interface AliasPointer {
  readonly version: string;
  readonly record: Sha256;
  readonly event: Ulid;
}

/** The conditions that an alias sets, in the order of the configuration; a model's registry adds kinds of its own. */
export type AliasGate =
  | { readonly kind: "lint"; readonly level: "errors" | "warnings" }
  | { readonly kind: "signed" }
  | { readonly kind: "approvals"; readonly count: number; readonly from?: readonly string[] }
  | {
      readonly kind: "evaluation";
      /** As it is configured: the name or the path of a suite. */
      readonly suite: string;
      readonly maxAge?: Age;
    };
