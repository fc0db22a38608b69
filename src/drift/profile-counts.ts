import type { CategoricalProfile, ColumnProfile, NumericProfile } from "./profile.js";

/** Rows that have a value; of a numeric column a finite one. */
export function valuesIn(profile: ColumnProfile): number {
  const present = profile.rows - profile.nulls;
  if (profile.kind !== "numeric" && profile.kind !== "timestamp") return present;
  return present - notFiniteIn(profile);
}

export function notFiniteIn({ nan, positiveInfinity, negativeInfinity }: NumericProfile): number {
  return nan + positiveInfinity + negativeInfinity;
}

/** Standard deviation of all values, not of a sample; undefined where it is not known. */
export function spreadOf(profile: NumericProfile): number | undefined {
  const count = valuesIn(profile);
  return profile.m2 === null || count === 0 ? undefined : Math.sqrt(profile.m2 / count);
}

/** Whether every value of a categorical column is listed with its count. */
export function isWhole({ top, other }: CategoricalProfile): boolean {
  return other === 0 && top.length > 0;
}

export function isNumeric(profile: ColumnProfile): profile is NumericProfile {
  return profile.kind === "numeric" || profile.kind === "timestamp";
}

export function isCategorical(profile: ColumnProfile): profile is CategoricalProfile {
  return profile.kind === "categorical" || profile.kind === "boolean";
}
