import { displayPath } from "../core/visible-text.js";
import type { DriftBaseline } from "./baseline.js";
import type { ColumnProfile, NamedProfile, NumericProfile } from "./profile.js";
import { isCategorical, isNumeric } from "./profile-counts.js";
import { finiteOf, isUntold } from "./redact-numeric.js";
import { needsCounts } from "./schema-changes.js";
import type { ShardProfile } from "./shard.js";

/** Why a profile cannot be compared with a baseline, and what to do about it. */
export interface Misfit {
  /** Goes on after the name of the profile's file. */
  readonly message: string;
  readonly hint: string;
}

/**
 * Whether a profile was taken on the knots of a baseline and says all that a check asks for. Its seal tells that nobody edited it, not
 * that whoever wrote it counted at the right places.
 */
export function shardMisfit(shard: ShardProfile, baseline: DriftBaseline): Misfit | undefined {
  const name = displayPath(baseline.name);
  const anew = `profile the data on the baseline as it is now: mlx drift profile --knots ${name} FILE`;
  if (shard.baseline.digest !== baseline.digest) {
    const isAnother = shard.baseline.name !== baseline.name;
    const [its, ours] = [shard.baseline.digest, baseline.digest].map((digest) => digest.slice(0, 12));
    const of = displayPath(shard.baseline.name);
    return {
      message: isAnother
        ? `is on the knots of the baseline ${of} (${its}), and ${name} goes by its own (${ours})`
        : `is on the knots of another baseline ${name} (${its}) than the one that is here (${ours})`,
      hint: isAnother ? `check it by ${of}, or ${anew}` : anew,
    };
  }
  if (shard.header === undefined) {
    return {
      message: "does not say which columns its data have, so that those that are new or gone would go unseen",
      hint: "profile the data with this version of mlx",
    };
  }
  const message = contradiction(shard, shard.header, baseline);
  return message === undefined ? undefined : { message, hint: anew };
}

function contradiction(
  { profile }: ShardProfile,
  header: NonNullable<ShardProfile["header"]>,
  baseline: DriftBaseline,
): string | undefined {
  const known = new Map(baseline.profile.columns.map((column) => [column.name, column]));
  const present = new Set(header.map(({ name }) => name));
  const taken = new Set(profile.columns.map(({ name }) => name));
  for (const column of profile.columns) {
    const before = known.get(column.name);
    const shown = displayPath(column.name);
    if (before === undefined) return `has a column ${shown}, which the baseline lacks`;
    if (!present.has(column.name)) return `has a profile of ${shown}, and no such column`;
    if (column.profile.rows !== profile.rows) return `counts other rows of ${shown} than of the whole`;
    const why = columnMisfit(column, before);
    if (why !== undefined) return `${why} in ${shown}`;
  }
  const missing = header.find(({ name }) => known.has(name) && !taken.has(name));
  if (missing !== undefined) return `has a column ${displayPath(missing.name)} and no profile of it`;
  const kinds = new Map(profile.columns.map((column) => [column.name, column.profile.kind]));
  const untold = header.find(({ name, type, readable }) => {
    if (readable !== undefined) return readable.values > profile.rows || readable.fitting > readable.values;
    // The vector of several columns has no counts of its own.
    return kinds.get(name) !== "embedding" && needsCounts(kinds.get(name), type);
  });
  return untold && `does not say how many values there are in ${displayPath(untold.name)}`;
}

function columnMisfit(column: NamedProfile, before: NamedProfile): string | undefined {
  const { kind } = before.profile;
  if (column.profile.kind !== kind) return `has ${column.profile.kind} values where the baseline has ${kind}`;
  if (column.redact !== before.redact) return "is not redacted as the baseline is";
  return isOnPlaces(column.profile, before.profile) ? undefined : "counts at other places than the baseline";
}

function isOnPlaces(profile: ColumnProfile, before: ColumnProfile): boolean {
  if (isNumeric(profile)) return isNumeric(before) && isOnKnots(profile, before);
  if (isCategorical(profile)) {
    if (!isCategorical(before)) return false;
    return isAmong(profile.top, before.top) && !(profile.fresh ?? []).some(isListedIn(before.top));
  }
  if (profile.kind === "text") {
    if (before.kind !== "text") return false;
    return (
      isAmong(profile.vocabulary, before.vocabulary) &&
      isOnKnots(profile.words, before.words) &&
      isOnKnots(profile.characters, before.characters) &&
      JSON.stringify(profile.topics?.terms) === JSON.stringify(before.topics?.terms) &&
      areBoth(profile.unknownShare, before.unknownShare)
    );
  }
  if (before.kind !== "embedding" || profile.dimensions !== before.dimensions) return false;
  return (
    isOnKnots(profile.norm, before.norm) &&
    profile.projections.length === before.projections.length &&
    profile.projections.every((each, at) => areBoth(each, before.projections[at]))
  );
}

function areBoth(profile: NumericProfile | undefined, before: NumericProfile | undefined): boolean {
  if (profile === undefined || before === undefined) return profile === before;
  return isOnKnots(profile, before);
}

/** A redacted column of fewer than ten values counts nowhere, nor does a sum in which there is such a part. */
function isOnKnots(profile: NumericProfile, before: NumericProfile): boolean {
  if (profile.knots.length === 0 && (finiteOf(profile) === 0 || isUntold(profile))) return true;
  return (
    profile.knots.length === before.knots.length &&
    profile.knots.every(([value], at) => value === before.knots[at]?.[0])
  );
}

type Counts = readonly (readonly [value: string, count: number])[];

function isAmong(counts: Counts, known: Counts): boolean {
  return counts.every(isListedIn(known));
}

function isListedIn(known: Counts): (pair: Counts[number]) => boolean {
  const values = new Set(known.map(([value]) => value));
  return ([value]) => values.has(value);
}
