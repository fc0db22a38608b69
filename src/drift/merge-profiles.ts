import { displayPath } from "../core/visible-text.js";
import { byCount, type CategoryCounts, categoricalOnBaseline } from "./categories.js";
import { mergeNumeric } from "./merge-numeric.js";
import type {
  CategoricalProfile,
  ColumnProfile,
  DataProfile,
  EmbeddingProfile,
  NamedProfile,
  NumericProfile,
  TextProfile,
} from "./profile.js";
import { widestType } from "./widest-type.js";

/**
 * Adds profiles that share their knots: the result is the profile of all rows together. Counts add exactly, moments as Chan, Golub and
 * LeVeque (1983) do.
 * @throws {RangeError} where there is none, or they do not share columns, kinds or knots.
 */
export function mergeProfiles(profiles: readonly DataProfile[]): DataProfile {
  const [first, ...others] = profiles;
  if (first === undefined) throw new RangeError("there is no profile to merge");
  const own = new Set(first.columns.map(({ name }) => name));
  const more = others.flatMap((profile) => profile.columns).find(({ name }) => !own.has(name));
  if (more !== undefined)
    throw new RangeError(`the first profile lacks the column ${displayPath(more.name)}`);
  const columns = first.columns.map((column, at): NamedProfile => {
    const same = others.map((profile, place) => {
      const other = profile.columns[at];
      if (other?.name === column.name) return other;
      throw new RangeError(misplaced(column.name, profile, place));
    });
    const all = [column, ...same];
    if (all.some(({ redact }) => redact !== column.redact))
      throw new RangeError(`${column.name} is not redacted alike`);
    const held = all.filter(({ profile }) => profile.nulls < profile.rows).map(({ type }) => type);
    const type = widestType(held) ?? column.type;
    return {
      ...column,
      type,
      profile: mergeColumn(
        all.map(({ profile }) => profile),
        column.name,
      ),
    };
  });
  return { rows: sumOf(profiles, ({ rows }) => rows), columns };
}

/** @param place of the profile among those after the first. */
function misplaced(name: string, { columns }: DataProfile, place: number): string {
  const [of, column] = [`profile ${place + 2}`, displayPath(name)];
  return columns.some((other) => other.name === name)
    ? `${of} has the column ${column} in another place than the first`
    : `${of} lacks the column ${column}`;
}

function mergeColumn(profiles: readonly ColumnProfile[], name: string): ColumnProfile {
  const [first] = profiles;
  try {
    switch (first?.kind) {
      case "numeric":
      case "timestamp":
        return mergeNumeric(only(profiles, isNumeric));
      case "categorical":
      case "boolean":
        return mergeCategorical(only(profiles, isCategorical));
      case "text":
        return mergeText(only(profiles, isText));
      default:
        return mergeEmbedding(only(profiles, isEmbedding));
    }
  } catch (error) {
    if (error instanceof RangeError) throw new RangeError(`${name}: ${error.message}`);
    throw error;
  }
}

function only<T extends ColumnProfile>(
  profiles: readonly ColumnProfile[],
  is: (profile: ColumnProfile) => profile is T,
): T[] {
  const same = profiles.filter(is);
  if (same.length < profiles.length || same.some(({ kind }) => kind !== same[0]?.kind))
    throw new RangeError("not every profile takes it for the same kind");
  return same;
}

const isNumeric = (profile: ColumnProfile): profile is NumericProfile =>
  profile.kind === "numeric" || profile.kind === "timestamp";
const isCategorical = (profile: ColumnProfile): profile is CategoricalProfile =>
  profile.kind === "categorical" || profile.kind === "boolean";
const isText = (profile: ColumnProfile): profile is TextProfile => profile.kind === "text";
const isEmbedding = (profile: ColumnProfile): profile is EmbeddingProfile => profile.kind === "embedding";

function mergeCategorical(profiles: readonly CategoricalProfile[]): CategoricalProfile {
  const fresh = profiles.map((profile) => profile.fresh);
  const [first] = profiles;
  if (first === undefined) throw new RangeError("there is no profile to merge");
  const sums = {
    kind: first.kind,
    rows: sumOf(profiles, ({ rows }) => rows),
    nulls: sumOf(profiles, ({ nulls }) => nulls),
    other: sumOf(profiles, ({ other }) => other),
  };
  const top = addCounts(profiles.map((profile) => profile.top));
  if (fresh.every((list) => list !== undefined))
    return categoricalOnBaseline({ ...sums, top, fresh: addCounts(fresh) });
  const isDropped = profiles.every((profile) => profile.top.length === 0);
  if (!isDropped) throw new RangeError("not every profile is on the values of a baseline");
  return { ...sums, distinct: Math.max(...profiles.map(({ distinct }) => distinct)), top: [] };
}

function mergeText(profiles: readonly TextProfile[]): TextProfile {
  const shares = profiles.flatMap(({ unknownShare }) => (unknownShare === undefined ? [] : [unknownShare]));
  if (shares.length !== 0 && shares.length !== profiles.length)
    throw new RangeError("not every profile is on a vocabulary");
  return {
    kind: "text",
    rows: sumOf(profiles, ({ rows }) => rows),
    nulls: sumOf(profiles, ({ nulls }) => nulls),
    empty: sumOf(profiles, ({ empty }) => empty),
    characters: mergeNumeric(profiles.map(({ characters }) => characters)),
    words: mergeNumeric(profiles.map(({ words }) => words)),
    vocabulary: [...addCounts(profiles.map(({ vocabulary }) => vocabulary))].sort(byCount),
    ...(shares.length > 0 && { unknownShare: mergeNumeric(shares) }),
    ...mergeTopics(profiles),
  };
}

function mergeTopics(profiles: readonly TextProfile[]): Pick<TextProfile, "topics"> {
  const mixes = profiles.flatMap(({ topics }) => (topics === undefined ? [] : [topics]));
  const [first] = mixes;
  if (first === undefined) return {};
  const terms = JSON.stringify(first.terms);
  if (mixes.length !== profiles.length || mixes.some((mix) => JSON.stringify(mix.terms) !== terms))
    throw new RangeError("not every profile is on the same topics");
  const texts = first.texts.map((_, topic) => sumOf(mixes, (mix) => mix.texts[topic] ?? 0));
  return { topics: { terms: first.terms, texts, none: sumOf(mixes, ({ none }) => none) } };
}

function mergeEmbedding(profiles: readonly EmbeddingProfile[]): EmbeddingProfile {
  const [first] = profiles;
  if (first === undefined || profiles.some(({ dimensions }) => dimensions !== first.dimensions)) {
    throw new RangeError("the vectors are not of the same length");
  }
  const held = sumOf(profiles, ({ rows, nulls }) => rows - nulls);
  const centroid = Array.from({ length: held === 0 ? 0 : first.dimensions }, (_, at) =>
    sumOf(profiles, ({ rows, nulls, centroid: mean }) => (mean[at] ?? 0) * ((rows - nulls) / held)),
  );
  return {
    kind: "embedding",
    rows: sumOf(profiles, ({ rows }) => rows),
    nulls: sumOf(profiles, ({ nulls }) => nulls),
    dimensions: first.dimensions,
    centroid,
    norm: mergeNumeric(profiles.map(({ norm }) => norm)),
    projections: first.projections.map((_, at) =>
      mergeNumeric(profiles.flatMap(({ projections }) => projections.slice(at, at + 1))),
    ),
  };
}

function addCounts(lists: readonly CategoryCounts[]): CategoryCounts {
  const sums = new Map<string, number>();
  for (const list of lists)
    for (const [value, count] of list) sums.set(value, (sums.get(value) ?? 0) + count);
  return [...sums];
}

function sumOf<T>(items: readonly T[], figure: (item: T) => number): number {
  return items.reduce((sum, item) => sum + figure(item), 0);
}
