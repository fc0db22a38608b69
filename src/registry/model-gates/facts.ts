import type { IntervalMethod } from "../../stats/types.js";
import type { FoundEvaluation } from "../evidence/evaluations.js";
import type { SuiteLookup } from "../evidence/suite-facts.js";
import type { SignatureFacts } from "../gates/gates.js";
import type { ModelGate } from "../models/model-settings.js";
import type { EvidenceEntry } from "../read-item.js";
import type { RegistryEvent, VersionRecord } from "../types.js";

/** What the gates of an alias of a model go by. What no gate asks for may be left out. */
export interface ModelGateFacts {
  readonly record: VersionRecord;
  /** Of the record. */
  readonly metrics: Readonly<Record<string, number>>;
  /** The id of the run that made the version, where it is known. */
  readonly run?: string;
  /** Of the item, the oldest first. */
  readonly events: readonly RegistryEvent[];
  /** That of the item. */
  readonly evidence: readonly EvidenceEntry[];
  /** What this clone's ledger knows and no file says yet; it stands in where there is no evidence. */
  readonly candidates: readonly EvidenceEntry[];
  /** By the names that gates and evidence give them. */
  readonly suites: ReadonlyMap<string, SuiteLookup>;
  /** By the names that gates give them. */
  readonly monitors: ReadonlyMap<string, MonitorLookup>;
  readonly scan?: ScanFacts;
  readonly signature?: SignatureFacts;
  /** Of the commits that added approvals, by the digests of their events. */
  readonly approvalSignatures: ReadonlyMap<string, SignatureFacts>;
  /** Of the gates of the kind `nonInferior`. */
  readonly againstHolder: ReadonlyMap<ModelGate, AgainstHolder>;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** A monitor as it is now, or why nobody can tell. */
export type MonitorLookup =
  | {
      readonly name: string;
      /** From the repository's top. */
      readonly file: string;
      /** The digest of its baseline. */
      readonly baseline: string;
      /** Whether it names the data that it checks. */
      readonly hasData: boolean;
    }
  | { readonly problem: string; readonly hint?: string };

/** What a scan of a version's files came to, or why their bytes could not be had. */
export type ScanFacts =
  | {
      readonly verdict: "ok" | "suspicious" | "unknown";
      readonly files: number;
      /** What speaks against a file, the gravest first. */
      readonly found: readonly { readonly path: string; readonly rule: string; readonly what: string }[];
    }
  | { readonly problem: string; readonly hint?: string };

/** A version against the present holder of the alias, in one metric. */
export type AgainstHolder =
  | { readonly kind: "no-holder" }
  | { readonly kind: "same" }
  | {
      readonly kind: "compared";
      /** The version that holds the alias. */
      readonly holder: string;
      readonly direction: "higher" | "lower";
      readonly difference: MetricDifference;
      /** Of the holder and of the version; empty where records were compared. */
      readonly evaluations: readonly FoundEvaluation[];
    }
  | { readonly kind: "unknown"; readonly problem: string; readonly hint?: string };

/** Of a metric, the version's less the holder's. */
export interface MetricDifference {
  readonly before: number;
  readonly after: number;
  readonly difference: number;
  /** 95 %. */
  readonly interval?: readonly [low: number, high: number];
  /** Case by case, from the interval of each by itself, or of two figures of which no interval is known. */
  readonly by: "pairs" | "intervals" | "figures";
  /** How the interval was made, where they were paired. */
  readonly method?: IntervalMethod;
  /** Cases of both, where they were paired. */
  readonly cases?: number;
}
