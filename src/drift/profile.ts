/** What a column is taken for. `boolean` is profiled like `categorical`, `timestamp` like `numeric` (milliseconds since 1970, UTC). */
export type ColumnKind = "numeric" | "categorical" | "boolean" | "timestamp" | "text" | "embedding";

/** `hash`: values become the first 16 digits of their SHA-256. `drop`: no value is kept. */
export type Redaction = "hash" | "drop";

/** Rows whose value is below a knot, and at or below it; exact. */
export type Knot = readonly [value: number, below: number, atOrBelow: number];

/** Exact counts of a numeric column at fixed places. Profiles with the same knots add up. */
export interface NumericProfile {
  readonly kind: "numeric" | "timestamp";
  /** Rows, those without a value included. */
  readonly rows: number;
  readonly nulls: number;
  readonly nan: number;
  readonly positiveInfinity: number;
  readonly negativeInfinity: number;
  /** Of the finite values, `rows − nulls − nan − infinities` of them. Null where there is none, or where it is redacted. */
  readonly zeros: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** Of a profile on given knots: what `mean` lacks for being a double, so that profiles add up however far from 0 they lie. */
  readonly meanRest?: number;
  /** Sum of squared distances from the mean. */
  readonly m2: number | null;
  /** At most 257, rising: the least value, the ends of 256 cells that hold about as many values each, the greatest. */
  readonly knots: readonly Knot[];
  /** Every value and how often it comes, where there are at most 256 values or 1,000 rows: then nothing is lost. */
  readonly values?: readonly (readonly [value: number, count: number])[];
}

export interface CategoricalProfile {
  readonly kind: "categorical" | "boolean";
  readonly rows: number;
  readonly nulls: number;
  /** How many different values; exact where it is at most the number of `top`. */
  readonly distinct: number;
  /** At most 200, the commonest first, then by bytes. */
  readonly top: readonly (readonly [value: string, count: number])[];
  /** Rows with any other value. */
  readonly other: number;
  /**
   * Of a profile on a baseline, whose values alone are in `top` then: values that the baseline does not list, those whose SHA-256
   * is least, at most 200, by bytes. They are part of `other`. Chosen so that shards add up exactly, whatever the split.
   */
  readonly fresh?: readonly (readonly [value: string, count: number])[];
}

/** What texts are about, by groups of texts that share words, which a baseline finds in a sample of its own. */
export interface TopicMix {
  /** At most 300, by bytes: each with how much it speaks for every topic, whole numbers. */
  readonly terms: readonly (readonly [term: string, ...weights: number[]])[];
  /** Texts of each topic: of a baseline, other texts than those of the sample. */
  readonly texts: readonly number[];
  /** Texts that have none of the terms. */
  readonly none: number;
}

/** A text column: figures of each text as numeric profiles, and its commonest words. */
export interface TextProfile {
  readonly kind: "text";
  readonly rows: number;
  readonly nulls: number;
  readonly empty: number;
  readonly characters: NumericProfile;
  readonly words: NumericProfile;
  /** At most 500 words with the number of texts that hold them. */
  readonly vocabulary: readonly (readonly [word: string, texts: number])[];
  /** Share of words that are not in the vocabulary, the baseline's where the profile is on one, per text that has words. */
  readonly unknownShare?: NumericProfile;
  /** Absent where there are too few texts to find any, and where the column is redacted. */
  readonly topics?: TopicMix;
}

/** A column of vectors: their mean, and figures of seeded projections as numeric profiles. */
export interface EmbeddingProfile {
  readonly kind: "embedding";
  readonly rows: number;
  readonly nulls: number;
  readonly dimensions: number;
  readonly centroid: readonly number[];
  readonly norm: NumericProfile;
  readonly projections: readonly NumericProfile[];
}

export type ColumnProfile = NumericProfile | CategoricalProfile | TextProfile | EmbeddingProfile;

export interface NamedProfile {
  readonly name: string;
  /** As the engine calls it: `DOUBLE`, `VARCHAR`. */
  readonly type: string;
  readonly profile: ColumnProfile;
  /** What was done to its values: the start of their SHA-256 stands for each, or none is kept. */
  readonly redact?: Redaction;
}

/** A data set in figures: nothing of a row is in it. */
export interface DataProfile {
  readonly rows: number;
  /** In the order of the data. */
  readonly columns: readonly NamedProfile[];
}
