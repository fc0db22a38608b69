import { MlxError } from "../../core/errors.js";
import { parseFilter } from "../../runs/filter/parse-filter.js";
import { parseOrderBy } from "../../runs/filter/parse-order-by.js";
import type { FilterClause, RunQuery } from "../../runs/query.js";
import { runStatuses } from "../../runs/types.js";

/** The options by which `list` and `best` choose runs. */
export interface QueryOptions {
  readonly experiment: readonly string[];
  /** MLflow's language. */
  readonly filter?: string;
  /** `metrics.loss` or `metrics.loss:desc`. */
  readonly sort?: readonly string[];
  /** As MLflow writes it: `metrics.loss DESC`. */
  readonly orderBy?: readonly string[];
  readonly status?: readonly string[];
}

/** Names that people use for what MLflow calls otherwise. */
const sortNames: Readonly<Record<string, string>> = {
  id: "run_id",
  name: "run_name",
  started: "start_time",
  ended: "end_time",
  user: "user_id",
};

/** @throws {MlxError} `MLX_INVALID_FILTER` or `MLX_USAGE`, exit 2. */
export function readQuery(options: QueryOptions): RunQuery {
  const filter: FilterClause[] = options.filter === undefined ? [] : [...parseFilter(options.filter)];
  const statuses = (options.status ?? []).flatMap((text) => text.split(",")).map(statusNamed);
  if (statuses.length > 0) {
    filter.push({ field: { entity: "attribute", key: "status" }, operator: "IN", value: statuses });
  }
  const order = [...(options.sort ?? []).map(sortClause), ...(options.orderBy ?? [])];
  return {
    ...(options.experiment.length > 0 && { experiments: options.experiment }),
    ...(filter.length > 0 && { filter }),
    ...(order.length > 0 && { order: parseOrderBy(order) }),
  };
}

function statusNamed(text: string): string {
  const status = runStatuses.find((known) => known === text.trim().toLowerCase());
  if (status !== undefined) return status;
  throw new MlxError("MLX_USAGE", `there is no status ${JSON.stringify(text)}`, {
    hint: `a run is one of: ${runStatuses.join(", ")}`,
    exitCode: 2,
  });
}

function sortClause(text: string): string {
  const { field, direction } = sortParts(text);
  return `${field} ${direction}`;
}

/** What `--sort` names, by the filter language's name of an attribute, and how. */
export function sortParts(text: string): { readonly field: string; readonly direction: "ASC" | "DESC" } {
  const [, field = text, direction = "asc"] = /^(.*):(asc|desc)$/is.exec(text) ?? [];
  const name = Object.hasOwn(sortNames, field) ? sortNames[field] : undefined;
  return { field: name ?? field, direction: direction.toLowerCase() === "desc" ? "DESC" : "ASC" };
}
