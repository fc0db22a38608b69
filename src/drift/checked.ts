import { countOf } from "../core/format-bytes.js";
import { chanceText, effectText } from "./figures.js";
import type { MultivariateTest } from "./multivariate-tests.js";
import type { Performance } from "./performance.js";
import type { ColumnKind, ColumnProfile } from "./profile.js";
import type { DriftReport, DriftVerdict } from "./verdict.js";

/** Of a part of the data, how one column fared. */
export interface PartColumn {
  readonly name: string;
  readonly verdict: DriftVerdict;
  /** How far it is from the baseline, as a multiple of what would be drift. */
  readonly distance: number;
}

/** A window or a segment, checked by itself. */
export interface CheckedPart {
  /** Where a window begins, or the value of a segment. */
  readonly label: string;
  /** Where a window ends; that moment is no part of it. */
  readonly until?: string;
  readonly rows: number;
  readonly verdict: DriftVerdict;
  readonly reason: string;
  /** The most drifted first, at most 5. */
  readonly columns: readonly PartColumn[];
}

export interface CheckedWindows {
  readonly column: string;
  /** As asked for: `1mo`. */
  readonly length: string;
  /** In order. */
  readonly parts: readonly CheckedPart[];
  /** Earlier windows that were left out. */
  readonly skipped: number;
}

export interface CheckedSegments {
  readonly column: string;
  /** What each is compared with: the same segment of the baseline's data, or the baseline as a whole. */
  readonly against: "segment" | "whole";
  /** The largest first. */
  readonly parts: readonly CheckedPart[];
  readonly skipped: number;
}

/** A column with both of its profiles, to be drawn. */
export interface DrawnColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly baseline: ColumnProfile;
  readonly current: ColumnProfile;
}

/** Everything that a check found. Nothing of a row is in it. */
export interface CheckedData {
  /** A ULID. */
  readonly id: string;
  readonly monitor: string;
  /** Epoch milliseconds. */
  readonly started: number;
  /** What was read: the data, or a profile of them. */
  readonly data: { readonly path: string; readonly sha256: string };
  /** Where a profile was checked: the files whose rows are in it, as it says itself. */
  readonly profileOf?: readonly { readonly path: string; readonly sha256: string }[];
  readonly baseline: {
    readonly path: string;
    readonly sha256: string;
    readonly digest: string;
    readonly created: string;
  };
  readonly git: { readonly commit?: string; readonly dirty: boolean };
  readonly report: DriftReport;
  readonly windows?: CheckedWindows;
  readonly segments?: readonly CheckedSegments[];
  readonly performance?: Performance;
  /** All columns together, where the values of the baseline's data were at hand. */
  readonly multivariate?: readonly MultivariateTest[];
  /** The most drifted, at most 100. */
  readonly drawn: readonly DrawnColumn[];
}

/** `3 files`, or the one that a profile is of. */
export function profiledText(
  files: NonNullable<CheckedData["profileOf"]>,
  show = (path: string): string => path,
): string {
  const [first, second] = files;
  return first !== undefined && second === undefined ? show(first.path) : countOf(files.length, "file");
}

/** `spring.json, a profile of 3 files,`: what the rows of a check are of. */
export function checkedText(
  { data, profileOf }: Pick<CheckedData, "data" | "profileOf">,
  show: (path: string) => string,
): string {
  const read = show(data.path);
  return profileOf === undefined ? read : `${read}, a profile of ${profiledText(profileOf, show)},`;
}

/** `all columns together: a classifier tells rows of now from the baseline's, AUC 0.83 (p < 0.001)` */
export function multivariateText({ name, statistic, effect, pValue }: MultivariateTest): string {
  const chance = `p ${chanceText(pValue)}`;
  return name === "domain_classifier"
    ? `all columns together: a classifier tells new rows from old ones with AUC ${effectText(statistic)} (0.5 is a guess; ${chance})`
    : `all columns together: rebuilt from the baseline's main components, new rows are off by ${effectText(Math.abs(effect))} σ ${effect < 0 ? "less" : "more"} (${chance})`;
}

/** Most columns that are drawn. */
export const mostDrawn = 100;
