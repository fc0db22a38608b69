import type { SourceLocation } from "../core/errors.js";
import type { ColumnKind, Redaction } from "./profile.js";
import type { DriftTestName, DriftVerdict } from "./verdict.js";

export const columnKinds = [
  "numeric",
  "categorical",
  "boolean",
  "timestamp",
  "text",
  "embedding",
] as const satisfies readonly ColumnKind[];

/** What a column is for. `timestamp` and `segment` columns are looked at and do not decide about the data set. */
export const columnRoles = [
  "feature",
  "prediction",
  "label",
  "timestamp",
  "text",
  "embedding",
  "segment",
] as const;
export type ColumnRole = (typeof columnRoles)[number];

/** Tests that measure how far two distributions are apart; what they say does not grow with the number of rows. */
export const effectTests = [
  "wasserstein",
  "psi",
  "jensen_shannon",
  "total_variation",
  "hellinger",
  "centroid_distance",
] as const satisfies readonly DriftTestName[];

/** Tests that say how surely two distributions differ; their threshold is a level of significance. */
export const significanceTests = [
  "ks",
  "chi_square",
  "g_test",
  "cramer_von_mises",
  "anderson_darling",
  "mann_whitney",
  "mmd",
] as const satisfies readonly DriftTestName[];

export const driftTests: readonly DriftTestName[] = [...effectTests, ...significanceTests];

export function measuresEffect(test: DriftTestName): boolean {
  return effectTests.some((name) => name === test);
}

/** Which tests suit which kind of column, and so may decide about it. */
export const testsOfKind: Readonly<Record<ColumnKind, readonly DriftTestName[]>> = {
  numeric: [
    ...(["wasserstein", "psi", "jensen_shannon", "total_variation", "hellinger"] as const),
    ...(["ks", "cramer_von_mises", "anderson_darling", "mann_whitney"] as const),
  ],
  timestamp: ["wasserstein", "psi", "jensen_shannon", "total_variation", "hellinger", "ks", "mann_whitney"],
  categorical: ["total_variation", "psi", "jensen_shannon", "hellinger", "chi_square", "g_test"],
  boolean: ["total_variation", "psi", "jensen_shannon", "hellinger", "chi_square", "g_test"],
  text: ["wasserstein", "total_variation", "jensen_shannon", "hellinger", "psi", "ks", "chi_square"],
  embedding: ["centroid_distance", "wasserstein", "ks", "mmd"],
};

export type Thresholds = Readonly<Record<DriftTestName, number>>;

export const defaultThresholds: Thresholds = {
  wasserstein: 0.1,
  psi: 0.1,
  jensen_shannon: 0.1,
  total_variation: 0.1,
  hellinger: 0.1,
  centroid_distance: 0.1,
  ks: 0.05,
  chi_square: 0.05,
  g_test: 0.05,
  cramer_von_mises: 0.05,
  anderson_darling: 0.05,
  mann_whitney: 0.05,
  mmd: 0.05,
};

export type DecidingTests = Readonly<Record<ColumnKind, readonly DriftTestName[]>>;

/** All of a column's deciding tests have to say so before it drifts. */
export const defaultTests: DecidingTests = {
  numeric: ["wasserstein", "ks"],
  timestamp: ["wasserstein", "ks"],
  categorical: ["total_variation", "chi_square"],
  boolean: ["total_variation", "chi_square"],
  text: ["total_variation", "chi_square"],
  embedding: ["centroid_distance", "ks"],
};

export interface MonitorColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly role: ColumnRole;
  /** Neither profiled nor looked at. */
  readonly ignored: boolean;
  readonly redact?: Redaction;
  /** Instead of those of its kind. */
  readonly tests?: readonly DriftTestName[];
  /** Instead of the monitor's. */
  readonly thresholds?: Partial<Thresholds>;
}

/** Shares of rows, 0 to 1, from which a change is drift by itself. */
export interface ChangeLimits {
  /** Change of the share of rows without a value. */
  readonly missingness: number;
  /** Share of rows whose category the baseline does not have; below it they are a warning. */
  readonly new_categories: number;
  /** Share that a category had which no longer comes. */
  readonly lost_categories: number;
  /** Share of values beyond the baseline's range; those below are a warning where there are more than chance explains. */
  readonly out_of_range: number;
  /** Change of the share of NaN and infinities. */
  readonly not_finite: number;
}

export const defaultLimits: ChangeLimits = {
  missingness: 0.05,
  new_categories: 0.05,
  lost_categories: 0.05,
  out_of_range: 0.1,
  not_finite: 0.05,
};

/** When the data set drifts: that many of the columns that decide, or that share of them. */
export type DatasetRule = { readonly columns: number } | { readonly share: number };

/** Raises the verdict of the data set where enough of the columns that it names are at least so bad. */
export interface AlertRule {
  readonly name: string;
  /** Default: all that decide. */
  readonly columns?: readonly string[];
  readonly roles?: readonly ColumnRole[];
  /** At least; `warning` is met by `drift` too. */
  readonly verdict: Extract<DriftVerdict, "warning" | "drift">;
  readonly needs: DatasetRule;
  readonly raisesTo: Extract<DriftVerdict, "warning" | "drift">;
}

/** A length of time, or of a number. */
export interface WindowRule {
  readonly column: string;
  /** As written: `7d`, `1mo`, `1`. */
  readonly length: string;
}

export interface PerformanceRule {
  /** The probability that the prediction is right, or of the positive class: for estimates without labels and for AUC. */
  readonly score?: string;
  /** Loss of accuracy, F1 or AUC from which it is drift; of errors of numbers, the rise as a share. Default 0.05. */
  readonly threshold: number;
}

/** What `drift/<name>.drift.yaml` says. */
export interface DriftMonitor {
  readonly name: string;
  /** As messages call it. */
  readonly file: string;
  /** Where its data is looked for, if no file is named; from the repository's top. */
  readonly data?: string;
  readonly columns: readonly MonitorColumn[];
  readonly tests: DecidingTests;
  readonly thresholds: Thresholds;
  /** With more rows on both sides the effect alone decides. */
  readonly effectAlone: number;
  /** With fewer values nothing is said. */
  readonly leastRows: number;
  readonly limits: ChangeLimits;
  readonly dataset: DatasetRule;
  readonly alerts: readonly AlertRule[];
  readonly window?: WindowRule;
  readonly segments: readonly string[];
  readonly performance: PerformanceRule;
  /** Where a column is named; of one that is not, where the columns begin. */
  readonly locateColumn: (name: string) => SourceLocation;
}

export const defaultEffectAlone = 10_000;
export const defaultLeastRows = 30;

/** Whether the verdict of the data set depends on a column of this role. */
export function roleDecides(role: ColumnRole): boolean {
  return role !== "timestamp" && role !== "segment";
}
