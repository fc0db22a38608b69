import { canonicalJson } from "../../core/canonical-json.js";
import { type Sha256, sha256Of } from "../../core/sha256.js";
import type { ScoringTask } from "../../stats/scoring/types.js";
import type { Interval } from "../../stats/types.js";
import type { Person, RegistryNoun, VersionRef } from "../types.js";

/** Something that was found out about a published version: `evidence/<sha256 of the bytes>.json`, canonical JSON, never edited. */
export type Evidence = EvaluationEvidence | DriftEvidence | ReproductionEvidence;

export const evidenceKinds = [
  "evaluation",
  "drift",
  "reproduction",
] as const satisfies readonly Evidence["kind"][];

/** What all evidence says. */
export interface EvidenceHead extends VersionRef {
  readonly mlx: 1;
  readonly noun: RegistryNoun;
  readonly name: string;
  /** The commit that was checked out, and whether the working tree differed from it. */
  readonly commit?: string;
  readonly dirty: boolean;
  readonly author: Person;
  /** RFC 3339 in UTC: when it was found out. */
  readonly time: string;
  /** A promotion took it out of its clone's ledger: whoever had approved before has not seen it, and need not have. */
  readonly taken?: true;
}

/** What a finished evaluation said. It holds figures and digests; neither outputs nor questions. */
export interface EvaluationEvidence extends EvidenceHead {
  readonly kind: "evaluation";
  readonly suite: EvaluatedSuite;
  /** The evaluation's id in the ledger of the clone that ran it. */
  readonly evaluation: string;
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
  /** Of models: what became of each case, so that two versions can be compared case by case. */
  readonly outcomes?: EvidenceOutcomes;
}

/** What a drift check said of data that a model meets. Nothing of a row is in it. */
export interface DriftEvidence extends EvidenceHead {
  readonly kind: "drift";
  readonly monitor: string;
  /** The monitor's, from the repository's top. */
  readonly file: string;
  /** The digest that the baseline's file carries. */
  readonly baseline: string;
  /** The data as they were named, and the digest of their bytes. */
  readonly data: { readonly path: string; readonly sha256: string };
  readonly rows: number;
  readonly verdict: DriftEvidenceVerdict;
  readonly reason: string;
  /** The columns that drifted, the worst first. */
  readonly drifted: readonly string[];
  /** The check's id in the ledger of the clone that made it. */
  readonly check: string;
}

export const driftEvidenceVerdicts = ["ok", "warning", "drift", "inconclusive"] as const;
export type DriftEvidenceVerdict = (typeof driftEvidenceVerdicts)[number];

/** How well the run that made a model could be run again. */
export interface ReproductionEvidence extends EvidenceHead {
  readonly kind: "reproduction";
  /** Both are ids of runs; the second one is absent where it could not be run. */
  readonly run: string;
  readonly reproducedAs?: string;
  readonly grade: ReproductionGrade;
  readonly reasons: readonly string[];
  /** Relative: how far a metric could be off. Absent where it is not known. */
  readonly tolerance?: number;
}

/** The best first. */
export const reproductionGrades = [
  "identical",
  "within_tolerance",
  "environment_differs",
  "different",
  "cannot_run",
] as const;
export type ReproductionGrade = (typeof reproductionGrades)[number];

/** Whether a run that was run again came to the same, or close enough. */
export function isReproduced(grade: ReproductionGrade): boolean {
  return grade === "identical" || grade === "within_tolerance";
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
  /** Of models: of each file of recorded answers, by path from the top. They are the model's own. */
  readonly predictions?: Readonly<Record<string, Sha256>>;
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
  /** Of models: 95 % intervals of the metrics that have one, and of the score under `score`. */
  readonly intervals?: Readonly<Record<string, Interval>>;
}

/** The outcome of each case, in a line each; labels and names are listed once, and lines name them by their places. */
export interface EvidenceOutcomes {
  readonly prompts: readonly string[];
  readonly providers: readonly string[];
  /** Digests of what graded, 16 hexadecimal digits. */
  readonly gradings: readonly string[];
  readonly clusters: readonly string[];
  /** Digests of who judged. */
  readonly judges: readonly string[];
  /** Names of scores, in the order in which lines have them. */
  readonly metrics: readonly string[];
  /** Where there are metrics over all cases: what they are computed from. */
  readonly scored?: EvidenceScored;
  /**
   * `<prompt> <provider> <input> <grading> <cluster> <judges> <passed> <graded> <errored> <score> <metrics…> <columns…> <id>`, `-` for what
   * there is not; judges joined by commas, and so are the repeats of a case in a column of `scored`.
   */
  readonly cases: readonly string[];
}

/** What figures that only all cases together have, such as F1 or ROC AUC, are computed from. */
export interface EvidenceScored {
  /** Classes, as truth and prediction name them, each once; of one too long for a name the digest. */
  readonly texts: readonly string[];
  /** What lines have of each case after its metrics: places in `texts`, or numbers. Metrics share them. */
  readonly columns: readonly ScoredColumn[];
  readonly metrics: Readonly<Record<string, EvidenceScoredMetric>>;
}

export const scoredColumns = ["text", "number"] as const;
export type ScoredColumn = (typeof scoredColumns)[number];

/** A metric over all cases. What is of a case is named by its place in `columns`. */
export interface EvidenceScoredMetric {
  /** With its average: `f1_macro`. */
  readonly metric: string;
  readonly truth: number;
  readonly prediction: number;
  /** By class; of a binary task the positive one's alone. */
  readonly scores?: Readonly<Record<string, number>>;
  /** Where the suite says them. */
  readonly task?: ScoringTask;
  readonly positive?: string;
  readonly bins?: number;
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

/** What stands before the digest of a piece of evidence that a gate went by, in events. */
export const evidencePrefix = "evidence:";

/** The one text of a piece of evidence. */
export function formatEvidence(evidence: Evidence): string {
  return canonicalJson(evidence);
}

/** By which its file is named and events refer to it. @param bytes of the file. */
export function evidenceDigest(bytes: string | Uint8Array): Sha256 {
  return sha256Of(bytes);
}
