import type { YamlPath } from "../core/yaml-source.js";
import type { Limits, RuleSeverity } from "./types.js";

export type RuleName =
  | "type"
  | "required"
  | "nullable"
  | "finite"
  | "format"
  | "range"
  | "length"
  | "pattern"
  | "values"
  | "unique"
  | "key"
  | "reference"
  | "monotonic"
  | "rows"
  | "freshness"
  | "columnOrder"
  | "extraColumns"
  | "check"
  | "nulls"
  | "mean"
  | "std"
  | "quantile"
  | "distinct"
  | "group";

/** What is said of one, and of several: `is above 60`, `are above 60`. */
export interface Wording {
  readonly one: string;
  readonly many: string;
}

interface CheckBase {
  readonly rule: RuleName;
  readonly columns: readonly string[];
  readonly severity: RuleSeverity;
  /** Where the rule stands in the schema. */
  readonly path: YamlPath;
}

/** Rows that break a rule by themselves: all of them are counted in one pass. */
export interface RowCheck extends CheckBase {
  readonly kind: "row";
  /** `values`: aliases of the columns' values; `rows`: columns by their own names, as an expression has them. */
  readonly relation: "values" | "rows";
  /** A predicate, true for a row that breaks the rule. */
  readonly breaks: string;
  /** An aggregate that is quicker than to count: whether some row breaks it. It may be true where none does. */
  readonly breaksSome?: string;
  /** Rows that the rule is about, as a predicate; all where it is left out. */
  readonly among?: string;
  /** An expression: what to show of such a row. Undefined: nothing. */
  readonly shows?: string;
  readonly says: Wording;
}

/** A figure of all rows that has to lie within limits. */
export interface FigureCheck extends CheckBase {
  readonly kind: "figure";
  /** An aggregate over the relation of values. */
  readonly figure: string;
  /** Of the number of different values: what they are of. Counted by itself, since in one pass with others it may not fit into memory. */
  readonly distinctOf?: string;
  readonly limits: Limits;
  readonly unit: "number" | "count" | "share" | "time";
  /** `the mean`. */
  readonly subject: string;
  /** Of a time, instead of limits: `older than 7d`. */
  readonly says?: string;
}

/** What takes a query of its own: rows seen against others, another file, groups. */
export interface QueryCheck extends CheckBase {
  readonly kind: "query";
  /** Columns of the file that it looks at. */
  readonly reads: readonly string[];
  /** One row: `n` that break the rule of `total`. */
  readonly counts: string;
  /** Rows `row` (a number or null) and `shown`, in order; to be given a LIMIT. */
  readonly finds: string;
  readonly noun: "row" | "group";
  readonly says: Wording;
}

export type SqlCheck = RowCheck | FigureCheck | QueryCheck;

export interface RelationParts {
  /** Whether each row has its number, as `mlx_row`; by default it has. */
  readonly isNumbered?: boolean;
  /** Columns of the file as they are, as `mlx_u0`, `mlx_u1`, …. */
  readonly raw?: readonly string[];
}

/** A SELECT of the columns that are named: a table may have thousands. */
export type Relation = (columns: readonly string[], parts?: RelationParts) => string;

export interface CheckPlan {
  readonly relations: Readonly<Record<RowCheck["relation"], Relation>>;
  readonly checks: readonly SqlCheck[];
  /** Rules that cannot be checked because an optional column, or a missing one, is not in the file. */
  readonly skipped: readonly YamlPath[];
}
