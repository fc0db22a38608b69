import { fewOf } from "../core/few-of.js";
import { formatNumber } from "../core/format-number.js";
import type { CategoricalProfile, ColumnProfile, DataProfile, NumericProfile } from "./profile.js";
import { finiteOf } from "./redact-numeric.js";

/** What differs between a baseline and the one that takes its place; a line each, none where nothing does. */
export function profileChanges(before: DataProfile, after: DataProfile): string[] {
  const lines: string[] = [];
  if (before.rows !== after.rows) lines.push(`rows: ${before.rows} → ${after.rows}`);
  const old = new Map(before.columns.map((column) => [column.name, column]));
  const names = new Set(after.columns.map(({ name }) => name));
  for (const { name } of before.columns) if (!names.has(name)) lines.push(`${name}: removed`);
  for (const { name, profile } of after.columns) {
    const was = old.get(name)?.profile;
    if (was === undefined) lines.push(`${name}: new, ${profile.kind}`);
    else lines.push(...columnChanges(was, profile).map((change) => `${name}: ${change}`));
  }
  return lines;
}

function columnChanges(before: ColumnProfile, after: ColumnProfile): string[] {
  if (before.kind !== after.kind) return [`${before.kind} → ${after.kind}`];
  const missing =
    share(before) === share(after) ? [] : [`without a value ${share(before)} → ${share(after)}`];
  if (isNumeric(before) && isNumeric(after)) return [...missing, ...numericChanges(before, after)];
  if (isCategorical(before) && isCategorical(after)) return [...missing, ...categoryChanges(before, after)];
  return missing;
}

function numericChanges(before: NumericProfile, after: NumericProfile): string[] {
  const figures: (readonly [string, number | null, number | null])[] = [
    ["least", before.min, after.min],
    ["mean", before.mean, after.mean],
    ["greatest", before.max, after.max],
    ["standard deviation", deviation(before), deviation(after)],
  ];
  const show = (value: number | null) =>
    value === null ? "none" : before.kind === "timestamp" ? moment(value) : formatNumber(value);
  return figures.flatMap(([name, was, is]) => {
    if (before.kind === "timestamp" && name === "standard deviation") return [];
    return show(was) === show(is) ? [] : [`${name} ${show(was)} → ${show(is)}`];
  });
}

function categoryChanges(before: CategoricalProfile, after: CategoricalProfile): string[] {
  const [was, is] = [new Set(before.top.map(([value]) => value)), new Set(after.top.map(([value]) => value))];
  const added = before.other === 0 ? [...is].filter((value) => !was.has(value)) : [];
  const lost = after.other === 0 ? [...was].filter((value) => !is.has(value)) : [];
  return [
    ...(before.distinct === after.distinct
      ? []
      : [`${before.distinct} different values → ${after.distinct}`]),
    ...(added.length === 0 ? [] : [`new: ${some(added)}`]),
    ...(lost.length === 0 ? [] : [`gone: ${some(lost)}`]),
  ];
}

function some(values: readonly string[]): string {
  return fewOf(
    values.map((value) => JSON.stringify(value)),
    5,
  );
}

function share({ rows, nulls }: ColumnProfile): string {
  return rows === 0 ? "0 %" : `${formatNumber(Number(((100 * nulls) / rows).toFixed(1)))} %`;
}

function deviation(profile: NumericProfile): number | null {
  const count = finiteOf(profile);
  return profile.m2 === null || count === 0 ? null : Math.sqrt(profile.m2 / count);
}

function moment(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime())
    ? formatNumber(milliseconds)
    : date.toISOString().slice(0, 19).replace("T", " ");
}

function isNumeric(profile: ColumnProfile): profile is NumericProfile {
  return profile.kind === "numeric" || profile.kind === "timestamp";
}

function isCategorical(profile: ColumnProfile): profile is CategoricalProfile {
  return profile.kind === "categorical" || profile.kind === "boolean";
}
