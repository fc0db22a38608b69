import type { Estimate, Interval, PairedTest } from "../../stats/types.js";

/** What became of a test with one prompt and one provider, over its repeats. */
export interface CaseOutcome {
  /** The test's id. */
  readonly id: string;
  /** Labels. */
  readonly prompt: string;
  readonly provider: string;
  /** Repeats that passed, of those that could be graded, and those that could not. */
  readonly passed: number;
  readonly graded: number;
  readonly errored: number;
  /** Mean over the graded repeats; absent where there is none. */
  readonly score?: number;
  /** Mean of each named score over the repeats that have it. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly cluster?: string;
  readonly critical: boolean;
  readonly slices: Readonly<Record<string, string>>;
  /** First 16 hexadecimal digits of the SHA-256 of the canonical JSON of its variables, and of its graders with the code that they name. */
  readonly input: string;
  readonly grading: string;
  /** Digests of the models and rubrics that judged it, in order; absent where none did. */
  readonly judges?: readonly string[];
}

/** `regressed` and `improved` are claims; `no_evidence`: an effect worth noticing would have shown; `underpowered`: it might not have. */
export type ComparisonVerdict = "improved" | "regressed" | "no_evidence" | "underpowered";

/** One metric, compared case by case. */
export interface MetricComparison {
  /** `passRate`, `score`, or a named score. */
  readonly metric: string;
  readonly verdict: ComparisonVerdict;
  readonly before: number;
  readonly after: number;
  readonly difference: number;
  readonly interval: Interval | null;
  readonly test: PairedTest;
  readonly pValue: number;
  /** By Holm's method over the metrics that are compared. */
  readonly adjustedP: number;
  readonly discordant: { readonly improved: number; readonly regressed: number };
  /** As a share of the metric, and in cases. */
  readonly minimumDetectableEffect: number;
  readonly minimumDetectableCases: number;
  readonly n: number;
  readonly units: number;
}

/** A test of both sides whose outcome differs. */
export interface FlippedCase {
  readonly id: string;
  readonly prompt: string;
  readonly provider: string;
  /** Share of the graded repeats that passed, before and after. */
  readonly before: number;
  readonly after: number;
  readonly critical: boolean;
  readonly slices: Readonly<Record<string, string>>;
}

/** Why two evaluations cannot be held against each other. */
export interface Incomparable {
  readonly what: "cases" | "data" | "graders" | "judge";
  readonly reason: string;
}

/** Two evaluations of the same cases: which side is better, and how sure that is. */
export interface Comparison {
  /** Of the pass rate, the first of `metrics`; absent where they are not comparable. */
  readonly verdict?: ComparisonVerdict;
  /** Empty where they are comparable. */
  readonly incomparable: readonly Incomparable[];
  /** The pass rate first, then the others by name. */
  readonly metrics: readonly MetricComparison[];
  /** Pass rate per value of each slice with at least one pair. */
  readonly slices: readonly (MetricComparison & { readonly name: string; readonly value: string })[];
  /** Those that became worse first, critical ones before others, then by id. */
  readonly flipped: readonly FlippedCase[];
  /** Ids of tests that one side alone has, that have other variables, are graded otherwise, or could not be graded on one side. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  readonly regraded: readonly string[];
  readonly ungraded: readonly string[];
  /** The only prompt or provider of each side, where they differ and cases were paired across them. */
  readonly across?: {
    readonly prompt?: readonly [before: string, after: string];
    readonly provider?: readonly [before: string, after: string];
  };
}

/** Figures of an evaluation with their uncertainty: cases that share a cluster, and repeats of a case, count as what they are. */
export interface Estimates {
  /** `passRate`, `score`, each named score, `pass@k` and `pass^k` for each k up to the number of repeats (at most 10). */
  readonly metrics: Readonly<Record<string, Estimate>>;
  /** `latencyMs.p50`, `latencyMs.p95`, `ttftMs.p50`, `ttftMs.p95`. */
  readonly quantiles: Readonly<Record<string, Estimate>>;
}
