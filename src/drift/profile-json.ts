import { z } from "zod";
import type { ColumnProfile, DataProfile, NamedProfile, NumericProfile, TopicMix } from "./profile.js";

const count = z.int().min(0);
const number = z.number();
const pair = z.tuple([z.string(), count]);

const numeric = z
  .strictObject({
    kind: z.enum(["numeric", "timestamp"]),
    rows: count,
    nulls: count,
    nan: count,
    positiveInfinity: count,
    negativeInfinity: count,
    zeros: count,
    min: number.nullable(),
    max: number.nullable(),
    mean: number.nullable(),
    meanRest: number.exactOptional(),
    m2: number.min(0).nullable(),
    knots: z
      .array(z.tuple([number, count, count]))
      .max(257)
      .refine(rise, "the knots do not rise"),
    values: z
      .array(z.tuple([number, count]))
      .max(1000)
      .exactOptional(),
    /** Whether the knots are all of the values: the file does not say them twice. */
    lossless: z.literal(true).exactOptional(),
  })
  .refine(addsUp, "its counts do not add up to its rows");

const categorical = z
  .strictObject({
    kind: z.enum(["categorical", "boolean"]),
    rows: count,
    nulls: count,
    distinct: count,
    top: z.array(pair).max(200),
    other: count,
    fresh: z.array(pair).max(200).exactOptional(),
  })
  .refine(
    ({ rows, nulls, top, other }) => rows === nulls + other + sumOf(top),
    "its counts do not add up to its rows",
  );

const topics = z
  .strictObject({
    terms: z
      .array(z.tuple([z.string()], count))
      .min(1)
      .max(300),
    texts: z.array(count).min(2).max(8),
    none: count,
  })
  .refine(
    ({ terms, texts }) => terms.every(([, ...weights]) => weights.length === texts.length),
    "not every term has a weight for each topic",
  );

const text = z
  .strictObject({
    kind: z.literal("text"),
    rows: count,
    nulls: count,
    empty: count,
    characters: numeric,
    words: numeric,
    vocabulary: z.array(pair).max(500),
    unknownShare: numeric.exactOptional(),
    topics: topics.exactOptional(),
  })
  .refine(
    (profile) => profile.topics === undefined || textsIn(profile.topics) <= profile.rows - profile.nulls,
    "its topics count more texts than there are",
  );

const embedding = z.strictObject({
  kind: z.literal("embedding"),
  rows: count,
  nulls: count,
  dimensions: count,
  centroid: z.array(number),
  norm: numeric,
  projections: z.array(numeric).max(64),
});

const column = z.strictObject({
  name: z.string(),
  type: z.string(),
  profile: z.discriminatedUnion("kind", [numeric, categorical, text, embedding]),
  redact: z.enum(["hash", "drop"]).exactOptional(),
});

/** Each column is looked at by itself and left as it is: copies of all columns of a wide table at once are several times as large. */
const checkedColumn = z.custom<z.infer<typeof column>>().superRefine((value, context) => {
  for (const issue of column.safeParse(value).error?.issues ?? [])
    context.addIssue({ code: "custom", path: issue.path, message: issue.message, continue: false });
});

/** A profile as its file has it. */
export const profileSchema = z.strictObject({
  rows: count,
  columns: z.array(checkedColumn).refine(areDistinct, "two columns have one name"),
});

type StoredProfile = z.infer<typeof profileSchema>;
type StoredNumeric = z.infer<typeof numeric>;
type StoredColumn = StoredProfile["columns"][number]["profile"];

/** @returns the profile as its file has it: values that the knots say already are left out. */
export function toJson(profile: DataProfile): object {
  return {
    rows: profile.rows,
    columns: profile.columns.map((each) => ({ ...each, profile: columnToJson(each.profile) })),
  };
}

export function fromJson({ rows, columns }: StoredProfile): DataProfile {
  return {
    rows,
    columns: columns.map((each): NamedProfile => ({ ...each, profile: columnFromJson(each.profile) })),
  };
}

function columnToJson(profile: ColumnProfile): object {
  switch (profile.kind) {
    case "numeric":
    case "timestamp":
      return numericToJson(profile);
    case "text": {
      const { characters, words, unknownShare } = profile;
      return {
        ...profile,
        characters: numericToJson(characters),
        words: numericToJson(words),
        ...(unknownShare !== undefined && { unknownShare: numericToJson(unknownShare) }),
      };
    }
    case "embedding":
      return {
        ...profile,
        norm: numericToJson(profile.norm),
        projections: profile.projections.map(numericToJson),
      };
    default:
      return profile;
  }
}

function columnFromJson(profile: StoredColumn): ColumnProfile {
  switch (profile.kind) {
    case "numeric":
    case "timestamp":
      return numericFromJson(profile);
    case "text": {
      const { characters, words, unknownShare, ...rest } = profile;
      return {
        ...rest,
        characters: numericFromJson(characters),
        words: numericFromJson(words),
        ...(unknownShare !== undefined && { unknownShare: numericFromJson(unknownShare) }),
      };
    }
    case "embedding":
      return {
        ...profile,
        norm: numericFromJson(profile.norm),
        projections: profile.projections.map(numericFromJson),
      };
    default:
      return profile;
  }
}

function numericToJson({ values, ...rest }: NumericProfile): object {
  if (values === undefined) return rest;
  const said = valuesOf(rest.knots);
  const isSaid =
    said.length === values.length &&
    said.every(([value, times], at) => value === values[at]?.[0] && times === values[at]?.[1]);
  return isSaid ? { ...rest, lossless: true } : { ...rest, values };
}

function numericFromJson({ lossless, ...rest }: StoredNumeric): NumericProfile {
  return lossless === true ? { ...rest, values: valuesOf(rest.knots) } : rest;
}

/** The values at knots, with how often they come. */
function valuesOf(knots: NumericProfile["knots"]): [value: number, count: number][] {
  return knots.flatMap(([value, below, atOrBelow]): [number, number][] =>
    atOrBelow > below ? [[value, atOrBelow - below]] : [],
  );
}

function rise(knots: readonly (readonly [number, number, number])[]): boolean {
  return knots.every(([value, below, atOrBelow], at) => {
    const before = knots[at - 1];
    return below <= atOrBelow && (before === undefined || (before[0] < value && before[2] <= below));
  });
}

function addsUp(profile: NumericProfile): boolean {
  const { rows, nulls, nan, positiveInfinity, negativeInfinity, knots, values } = profile;
  const finite = rows - nulls - nan - positiveInfinity - negativeInfinity;
  const atMost = knots.at(-1)?.[2] ?? 0;
  return finite >= atMost && (values === undefined || sumOf(values) === finite);
}

function sumOf(pairs: readonly (readonly [unknown, number])[]): number {
  return pairs.reduce((sum, [, times]) => sum + times, 0);
}

function textsIn({ texts, none }: TopicMix): number {
  return texts.reduce((sum, times) => sum + times, none);
}

function areDistinct(columns: readonly { readonly name: string }[]): boolean {
  return new Set(columns.map(({ name }) => name)).size === columns.length;
}
