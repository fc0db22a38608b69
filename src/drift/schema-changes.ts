import { formatCount } from "../core/format-bytes.js";
import { closest } from "../core/suggest.js";
import { displayPath } from "../core/visible-text.js";
import { shareText } from "./figures.js";
import type { ColumnKind } from "./profile.js";
import type { ColumnChange } from "./verdict.js";

/** A column as the data has it now. */
export interface CurrentColumn {
  readonly name: string;
  readonly type: string;
  /** Where its type is not that of its kind: rows with a value, and those whose value can be read as the kind after all. */
  readonly readable?: { readonly values: number; readonly fitting: number };
}

const wholes = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT|U?INTEGER)$/;
const numbers = /^(?:FLOAT|DOUBLE|REAL|DECIMAL.*)$/;
const times = /^(?:DATE|TIMESTAMP.*)$/;

/** What types a kind can be profiled from. */
export function typeSuits(kind: ColumnKind, type: string): boolean {
  switch (kind) {
    case "numeric":
      return wholes.test(type) || numbers.test(type);
    case "timestamp":
      return times.test(type);
    case "embedding":
      return type.endsWith("]") || numbers.test(type) || wholes.test(type);
    case "text":
      return type === "VARCHAR";
    case "boolean":
    case "categorical":
      return !type.endsWith("]") && !type.startsWith("STRUCT") && !type.startsWith("MAP");
  }
}

/** Whether the values of a column can be compared as those of its kind: a column of another type that has values cannot. */
export function isComparable(kind: ColumnKind, baselineType: string, now: CurrentColumn): boolean {
  return now.type === baselineType || typeSuits(kind, now.type) || now.readable?.values === 0;
}

/** Whether a profile does not tell how many values a column has, and how many of them are of its kind. */
export function needsCounts(kind: ColumnKind | undefined, type: string): boolean {
  return kind === undefined || kind === "embedding" || !typeSuits(kind, type);
}

function familyOf(type: string): string {
  if (wholes.test(type)) return "whole numbers";
  if (numbers.test(type)) return "numbers";
  if (type === "DATE") return "dates";
  if (times.test(type)) return "times";
  if (type === "BOOLEAN") return "true and false";
  if (type === "VARCHAR") return "text";
  return type;
}

/**
 * A column whose values are of another type than the baseline's; undefined where that makes no difference. Numbers that are whole by chance
 * are still numbers.
 */
export function typeChange(
  baselineType: string,
  current: CurrentColumn,
  kind: ColumnKind,
): ColumnChange | undefined {
  const [before, after] = [familyOf(baselineType), familyOf(current.type)];
  if (before === after || current.readable?.values === 0) return undefined;
  if (before === "numbers" && after === "whole numbers") return undefined;
  // Text was taken for numbers or times, and now all of it is.
  if (!typeSuits(kind, baselineType) && typeSuits(kind, current.type)) return undefined;
  if (before === "dates" && after === "times") {
    return { what: "type_changed", message: "dates have become times", verdict: "warning" };
  }
  if (before === "whole numbers" && after === "numbers") {
    return {
      what: "type_changed",
      message: "whole numbers have become numbers with a fraction",
      verdict: "warning",
    };
  }
  const { readable } = current;
  const unfit = readable === undefined ? 0 : readable.values - readable.fitting;
  const count =
    readable === undefined || typeSuits(kind, current.type)
      ? ""
      : `: ${formatCount(unfit)} of ${formatCount(readable.values)} values (${shareText(unfit / readable.values)}) are not ${before}`;
  return { what: "type_changed", message: `${before} have become ${after}${count}`, verdict: "drift" };
}

/** Says of a column that is gone, or new, whether it was probably renamed. */
export function renameHint(name: string, others: readonly string[]): string {
  const meant = closest(name, others);
  return meant === undefined ? "" : `; ${displayPath(meant)} may be it under another name`;
}

/** Whether columns that both have come in another order. */
export function isReordered(baseline: readonly string[], current: readonly string[]): boolean {
  const [before, after] = [new Set(baseline), new Set(current)];
  const kept = baseline.filter((name) => after.has(name));
  const now = current.filter((name) => before.has(name));
  return kept.some((name, place) => now[place] !== name);
}
