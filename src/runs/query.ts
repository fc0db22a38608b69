import type { RunId, RunKind } from "./types.js";

/** What a comparison of the filter language looks at. */
export interface FilterField {
  readonly entity: "metric" | "param" | "tag" | "attribute" | "dataset";
  /** Attributes: run_id, run_name, status, start_time, end_time, user_id, experiment, commit, branch, dirty, kind, artifact_uri. */
  readonly key: string;
}

export type FilterOperator = "=" | "!=" | "<" | "<=" | ">" | ">=" | "LIKE" | "ILIKE" | "IN" | "NOT IN";

export interface FilterClause {
  readonly field: FilterField;
  readonly operator: FilterOperator;
  /** A list for IN and NOT IN; a number where the field holds numbers. */
  readonly value: string | number | readonly string[];
}

/** Clauses that must all hold. */
export type RunFilter = readonly FilterClause[];

export interface RunOrder {
  readonly field: FilterField;
  readonly descending: boolean;
}

export interface RunQuery {
  /** Names; absent: every experiment that is not deleted. */
  readonly experiments?: readonly string[];
  readonly ids?: readonly RunId[];
  readonly kinds?: readonly RunKind[];
  /** The `mlx run` inside which they were made. */
  readonly commandId?: RunId;
  readonly filter?: RunFilter;
  /** Ties, and no order at all: the latest start first, then by id. Runs without the field come last. */
  readonly order?: readonly RunOrder[];
  readonly limit?: number;
  readonly offset?: number;
  /** Default `active`. */
  readonly view?: "active" | "deleted" | "all";
}
