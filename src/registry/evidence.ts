import { canonicalJson } from "../core/canonical-json.js";
import { type Sha256, sha256Of } from "../core/sha256.js";
import type { Interval } from "../stats/types.js";
import type { Person, RegistryNoun, VersionRef } from "./types.js";

/**
 * What a finished evaluation said of a published version: `evidence/<sha256 of the bytes>.json`, canonical JSON, never edited. It holds
 * figures and digests; neither outputs nor questions.
 */
export interface Evidence extends VersionRef {
  readonly mlx: 1;
  readonly kind: "evaluation";
  readonly noun: RegistryNoun;
  readonly name: string;
  readonly suite: EvaluatedSuite;
  /** The evaluation's id in the ledger of the clone that ran it. */
  readonly evaluation: string;
  /** The commit that was checked out, and whether the working tree differed from it. */
  readonly commit?: string;
  readonly dirty: boolean;
  readonly author: Person;
  /** RFC 3339 in UTC: when it ended. */
  readonly time: string;
  readonly digests: EvidenceDigests;
  /** Who was asked, by the suite. */
  readonly providers: readonly EvidenceProvider[];
  /** The providers that were to judge, by their ids, and which models did by which rubrics; empty where none did. */
  readonly judges: { readonly providers: readonly string[]; readonly models: readonly EvidenceJudge[] };
  readonly verdict: EvidenceVerdict;
  readonly gates: readonly EvidenceGate[];
  readonly summary: EvidenceSummary;
  /** With the suite's baseline, where it had one. */
  readonly comparison?: EvidenceComparison;
}

export interface EvaluatedSuite {
  readonly name: string;
  /** From the repository's top. */
  readonly file: string;
}

/** What an evaluation depends on beside the version. */
export interface EvidenceDigests {
  /** Of the suite's file. */
  readonly suite: Sha256;
  /** Of each file that the suite reads, by path from the top; under the suite's own path of the cases that are written in it. */
  readonly data: Readonly<Record<string, Sha256>>;
  /** Of all that decides whether an answer, and the whole, is good: graders, thresholds, gates, repeats. */
  readonly graders: Sha256;
}

export interface EvidenceProvider {
  readonly id: string;
  readonly label: string;
  /** Digest of its settings. */
  readonly settings: Sha256;
  /** Labels of fallbacks that answered in its place. */
  readonly answeredBy?: readonly string[];
}

export interface EvidenceJudge {
  /** As the provider told it. */
  readonly model?: string;
  /** SHA-256 of instructions and rubric; `*` for many. */
  readonly rubric: string;
}

export const evidenceVerdicts = ["passed", "failed", "inconclusive"] as const;
export type EvidenceVerdict = (typeof evidenceVerdicts)[number];

export interface EvidenceGate {
  readonly name: string;
  readonly passed: boolean;
  readonly inconclusive?: true;
  readonly value: number | null;
  readonly threshold: number | null;
  readonly interval?: Interval;
  readonly reason: string;
}

/** Over the cases of this version. Shares are from 0 to 1, times milliseconds, costs US dollars. */
export interface EvidenceSummary {
  readonly cases: number;
  readonly passed: number;
  readonly failed: number;
  readonly errored: number;
  readonly passRate: number | null;
  readonly interval: Interval | null;
  readonly score: number | null;
  readonly metrics: Readonly<Record<string, number>>;
  readonly costUsd: number | null;
  readonly latencyMs: { readonly p50: number | null; readonly p95: number | null };
}

/** Of the pass rate. */
export interface EvidenceComparison {
  /** From the repository's top. */
  readonly baseline: string;
  /** `incomparable` where the two cannot be held against each other. */
  readonly verdict: "improved" | "regressed" | "no_evidence" | "underpowered" | "incomparable";
  readonly difference?: number;
  readonly interval?: Interval;
}

/** What stands before the digest of evidence that a gate went by, in events. */
export const evaluationEvidence = "evidence:";

/** The one text of a piece of evidence. */
export function formatEvidence(evidence: Evidence): string {
  return canonicalJson(evidence);
}

/** By which its file is named and events refer to it. @param bytes of the file. */
export function evidenceDigest(bytes: string | Uint8Array): Sha256 {
  return sha256Of(bytes);
}
