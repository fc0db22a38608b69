import { fewOf } from "../core/few-of.js";
import { countOf, formatCount } from "../core/format-bytes.js";
import { displayPath } from "../core/visible-text.js";
import { shareText } from "./figures.js";
import type { ChangeLimits } from "./monitor.js";
import type { CategoricalProfile, ColumnProfile, NamedProfile, NumericProfile } from "./profile.js";
import { isCategorical, isNumeric, isWhole, notFiniteIn, valuesIn } from "./profile-counts.js";
import { beyondTest, shareTest } from "./share-test.js";
import type { ColumnChange, DriftVerdict } from "./verdict.js";

/** A change of shares, and how likely chance alone makes one as large. */
export interface MeasuredChange {
  readonly what: ColumnChange["what"];
  readonly message: string;
  readonly before: number;
  readonly after: number;
  readonly pValue: number;
  /** Share that changed, 0 to 1. */
  readonly size: number;
  /** From which size it is drift. */
  readonly limit: number;
  /** From which size it is a warning, if chance does not explain it. `always`: of any size, whatever chance says. */
  readonly warn: number | "always";
}

/** What changed about the values of a column beside their distribution. */
export function measureChanges(
  baseline: NamedProfile,
  current: NamedProfile,
  limits: ChangeLimits,
): MeasuredChange[] {
  const [before, after] = [baseline.profile, current.profile];
  const names = baseline.redact === undefined && current.redact === undefined;
  return [
    ...missingness(before, after, limits.missingness),
    ...(isNumeric(before) && isNumeric(after)
      ? [...notFinite(before, after, limits.not_finite), ...outOfRange(before, after, limits.out_of_range)]
      : []),
    ...(isCategorical(before) && isCategorical(after)
      ? [
          ...newCategories(before, after, limits.new_categories, names),
          ...lostCategories(before, after, limits.lost_categories, names),
        ]
      : []),
  ];
}

/** Least change of a share that is worth a remark; of what never was before. */
const remarkable = 0.01;
const remarkableIfNew = 0.001;

function missingness(before: ColumnProfile, after: ColumnProfile, limit: number): MeasuredChange[] {
  return shareChange(
    "missingness",
    "without a value",
    [before.nulls, before.rows],
    [after.nulls, after.rows],
    limit,
  );
}

function notFinite(before: NumericProfile, after: NumericProfile, limit: number): MeasuredChange[] {
  const [had, has] = [notFiniteIn(before), notFiniteIn(after)];
  return shareChange("not_finite", "NaN or infinite", [had, before.rows], [has, after.rows], limit);
}

type Counted = readonly [count: number, of: number];

function shareChange(
  what: "missingness" | "not_finite",
  words: string,
  [had, rows]: Counted,
  [has, now]: Counted,
  limit: number,
): MeasuredChange[] {
  if (rows === 0 || now === 0) return [];
  const [before, after] = [had / rows, has / now];
  const size = Math.abs(after - before);
  if (size === 0) return [];
  return [
    {
      what,
      message: `${shareText(after)} of the rows are ${words}, ${shareText(before)} in the baseline`,
      before,
      after,
      pValue: shareTest(had, rows, has, now),
      size,
      limit,
      warn: had === 0 ? remarkableIfNew : remarkable,
    },
  ];
}

/** The counts at the ends of the baseline's knots are exact, whatever lies between. */
function outOfRange(before: NumericProfile, after: NumericProfile, limit: number): MeasuredChange[] {
  // A redacted column's knots do not reach to its ends.
  if (before.min === null || before.max === null) return [];
  const [baseline, current] = [valuesIn(before), valuesIn(after)];
  const { min, max } = before;
  const below = after.knots.find(([value]) => value === min)?.[1];
  const upTo = after.knots.find(([value]) => value === max)?.[2];
  if (below === undefined || upTo === undefined || current === 0 || baseline === 0) return [];
  const above = current - upTo;
  const beyond = below + above;
  if (beyond === 0) return [];
  const sides = [
    below > 0 ? `${formatCount(below)} below` : "",
    above > 0 ? `${formatCount(above)} above` : "",
  ]
    .filter((side) => side !== "")
    .join(", ");
  return [
    {
      what: "out_of_range",
      message: `${countOf(beyond, "value")} (${shareText(beyond / current)}) beyond the baseline's range: ${sides}`,
      before: 0,
      after: beyond / current,
      // Two ends were looked at.
      pValue: Math.min(
        1,
        2 * Math.min(beyondTest(below, current, baseline), beyondTest(above, current, baseline)),
      ),
      size: beyond / current,
      limit,
      warn: remarkable,
    },
  ];
}

function newCategories(
  before: CategoricalProfile,
  after: CategoricalProfile,
  limit: number,
  names: boolean,
): MeasuredChange[] {
  const [baseline, current] = [valuesIn(before), valuesIn(after)];
  if (!isWhole(before) || current === 0) return [];
  const known = new Set(before.top.map(([value]) => value));
  const fresh = [...(after.fresh ?? []), ...after.top.filter(([value]) => !known.has(value))];
  const listed = after.top.reduce((sum, [value, count]) => sum + (known.has(value) ? count : 0), 0);
  const rows = current - listed;
  if (rows <= 0) return [];
  const told = names && fresh.length > 0 ? `: ${nameList(fresh)}` : "";
  return [
    {
      what: "new_categories",
      message: `${shareText(rows / current)} of the rows have a category that the baseline lacks${told}`,
      before: 0,
      after: rows / current,
      pValue: shareTest(0, baseline, rows, current),
      size: rows / current,
      limit,
      warn: "always",
    },
  ];
}

function lostCategories(
  before: CategoricalProfile,
  after: CategoricalProfile,
  limit: number,
  names: boolean,
): MeasuredChange[] {
  const [baseline, current] = [valuesIn(before), valuesIn(after)];
  if (baseline === 0 || current === 0) return [];
  const present = new Set(after.top.filter(([, count]) => count > 0).map(([value]) => value));
  const lost = before.top.filter(([value, count]) => count > 0 && !present.has(value));
  const rows = lost.reduce((sum, [, count]) => sum + count, 0);
  if (rows === 0) return [];
  const told = names ? `: ${nameList(lost)}` : "";
  return [
    {
      what: "lost_categories",
      message: `${countOf(lost.length, "category", "categories")} with ${shareText(rows / baseline)} of the baseline's rows no longer come${lost.length === 1 ? "s" : ""}${told}`,
      before: rows / baseline,
      after: 0,
      pValue: shareTest(rows, baseline, 0, current),
      size: rows / baseline,
      limit,
      warn: remarkable,
    },
  ];
}

const listedNames = 4;

function nameList(values: readonly (readonly [value: string, count: number])[]): string {
  const sorted = values.toSorted((a, b) => b[1] - a[1]);
  const names = sorted.map(([value]) => displayPath(cut(value)));
  return fewOf(names, listedNames, formatCount);
}

function cut(value: string): string {
  if (value === "") return '""';
  return value.length > 30 ? `${value.slice(0, 29).replace(/[\ud800-\udbff]$/, "")}…` : value;
}

/** How a change is judged. */
export interface ChangeRule {
  /** With fewer rows on a side nothing is claimed. */
  readonly leastRows: number;
  /** With more on both, chance is no longer asked about. */
  readonly effectAlone: number;
  readonly significance: number;
}

/** @param qValue the p-value, corrected for all changes that were looked at. */
export function judgeChange(
  change: MeasuredChange,
  qValue: number,
  rows: { readonly baseline: number; readonly current: number },
  rule: ChangeRule,
): ColumnChange | undefined {
  const { what, message, before, after, size, limit, warn } = change;
  const said = (verdict: DriftVerdict): ColumnChange => ({ what, message, verdict, before, after });
  const fewest = Math.min(rows.baseline, rows.current);
  if (fewest < rule.leastRows) return said("inconclusive");
  const isSure = fewest > rule.effectAlone || qValue <= rule.significance;
  if (isSure && size >= limit) return said("drift");
  return warn === "always" || (isSure && size >= warn) ? said("warning") : undefined;
}
