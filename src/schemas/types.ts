import type { SourceLocation } from "../core/errors.js";
import type { YamlPath } from "../core/yaml-source.js";

export const columnTypes = ["integer", "number", "text", "boolean", "date", "datetime", "any"] as const;
export type ColumnType = (typeof columnTypes)[number];

export const textFormats = ["uuid", "email", "url"] as const;

export const directions = ["increasing", "strictly increasing", "decreasing", "strictly decreasing"] as const;
export type Direction = (typeof directions)[number];

export type RuleSeverity = "error" | "warning";

/** Limits that a value must keep; each end is allowed. */
export interface Limits {
  readonly min?: number;
  readonly max?: number;
}

/** A number, or a date or time as it is written: `2024-01-31`. */
export type Bound = number | string;

/** `within` before now, or before the value of another column in the same row. */
export interface Freshness {
  /** Milliseconds. */
  readonly within: number;
  /** As written: `7d`. */
  readonly text: string;
  /** A column; `now` where it is left out. */
  readonly of?: string;
}

/** Rules of a column that can be errors or, below `warn:`, warnings. One that is not there is not checked. */
export interface ValueRules {
  readonly nullable?: boolean;
  readonly min?: Bound;
  readonly max?: Bound;
  /** Exclusive. */
  readonly above?: Bound;
  readonly below?: Bound;
  /** Characters. */
  readonly length?: Limits;
  /** A regular expression (RE2) that matches the whole text. */
  readonly pattern?: string;
  readonly values?: readonly (string | number | boolean)[];
  readonly unique?: boolean;
  readonly monotonic?: Direction;
  readonly freshness?: Freshness;
  /** Share of rows without a value, 0 to 1. */
  readonly nulls?: Limits;
  readonly mean?: Limits;
  /** Standard deviation of a sample. */
  readonly std?: Limits;
  /** Number of different values. */
  readonly distinct?: Limits;
  readonly quantiles?: readonly { readonly at: number; readonly key: string; readonly limits: Limits }[];
}

export interface ColumnRules extends ValueRules {
  readonly name: string;
  readonly type: ColumnType;
  /** Of text: uuid, email, url. Of dates and times: as strptime has it, such as `%d.%m.%Y`. */
  readonly format?: string;
  /** Whether the file must have the column. */
  readonly required: boolean;
  /** Whether a number must be one: neither NaN nor infinite. */
  readonly finite: boolean;
  /** Whether each time must, or must not, say its offset from UTC. */
  readonly timezone?: "required" | "forbidden";
  /** Whether values are kept out of reports. */
  readonly redact: boolean;
  readonly severity: RuleSeverity;
  readonly warn?: ValueRules;
}

/** Columns whose values together come once. */
export interface UniqueRule {
  readonly columns: readonly string[];
  readonly severity: RuleSeverity;
  /** A key has a value in each of its columns. */
  readonly key: boolean;
  readonly path: YamlPath;
}

/** Columns whose values must be found in another file. */
export interface ReferenceRule {
  readonly columns: readonly string[];
  /** From the repository's top, or an address. */
  readonly file: string;
  readonly to: readonly string[];
  readonly severity: RuleSeverity;
  readonly path: YamlPath;
}

/** An SQL expression that must not be false. Where it is unknown, for want of a value, nothing is said. */
export interface ExpressionRule {
  readonly check: string;
  /** Rows that it is about; all where it is left out. */
  readonly where?: string;
  readonly name?: string;
  readonly severity: RuleSeverity;
  readonly path: YamlPath;
  /** Where `check` itself stands: the rule, or its key. */
  readonly checkPath: YamlPath;
}

/** Figures of a column in each group. */
export type GroupFigures = Pick<ValueRules, "nulls" | "mean" | "std" | "distinct" | "quantiles">;

export interface GroupRule {
  readonly by: readonly string[];
  readonly where?: string;
  readonly rows?: Limits;
  readonly columns: readonly (GroupFigures & { readonly name: string })[];
  readonly severity: RuleSeverity;
  readonly path: YamlPath;
}

export type Notice = RuleSeverity | "ignore";

/** What a `*.schema.yaml` says. */
export interface DataSchema {
  /** As messages call the file. */
  readonly file: string;
  /** Texts that mean that there is no value. */
  readonly missing: readonly string[];
  readonly rows?: Limits;
  readonly columnOrder: Notice;
  readonly extraColumns: Notice;
  /** In the order of the schema. */
  readonly columns: readonly ColumnRules[];
  readonly unique: readonly UniqueRule[];
  readonly references: readonly ReferenceRule[];
  readonly checks: readonly ExpressionRule[];
  readonly groups: readonly GroupRule[];
  /** Where what is at a path stands; of what is absent, its nearest parent. */
  locate(path: YamlPath): SourceLocation;
  /** Where a part of the text at a path stands; the text's beginning where that cannot be told. */
  locateIn(path: YamlPath, text: string, offset: number): SourceLocation;
}
