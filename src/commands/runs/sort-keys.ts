import { MlxError } from "../../core/errors.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { isFieldName } from "../../runs/filter/fields.js";
import type { FilterField, RunQuery } from "../../runs/query.js";
import type { RunSummary } from "../../runs/types.js";
import { sortParts } from "./run-query.js";

const entities = ["metric", "param", "tag"] as const;

/**
 * `--sort` with the bare keys written out: `loss` is `metrics.loss` where the runs have a metric of that name.
 * @param query which runs.
 * @throws {MlxError} `MLX_USAGE`, exit 2: the key may be one of several.
 */
export function fullSortKeys(ledger: RunLedger, query: RunQuery, sort: readonly string[]): string[] {
  return sort.map((text) => {
    const { field: key, direction } = sortParts(text);
    if (isFieldName(key) || /[`"]/.test(key)) return text;
    const [only, ...others] = entities.filter((entity) => someHave(ledger, query, { entity, key }));
    if (only === undefined) return text;
    if (others.length === 0) return `${only}s.\`${key}\`:${direction}`;
    const names = [only, ...others].map((entity) => `${entity}s.${key}`);
    throw new MlxError("MLX_USAGE", `--sort ${key} may be any of ${names.join(", ")}`, {
      hint: `write which: --sort ${names[0]}`,
      exitCode: 2,
    });
  });
}

/** The keys of an order that none of the runs has: it orders nothing. */
export function idleSortKeys(ledger: RunLedger, query: RunQuery): string[] {
  const fields = (query.order ?? []).map(({ field }) => field);
  return fields
    .filter((field) => field.entity !== "attribute" && !someHave(ledger, query, field))
    .map(({ entity, key }) => `${entity}s.${key}`);
}

/** Runs without a field come last in its order: the first one tells. */
function someHave(ledger: RunLedger, query: RunQuery, field: FilterField): boolean {
  const [first] = ledger.search({ ...query, order: [{ field, descending: false }], limit: 1 }).runs;
  return first !== undefined && Object.hasOwn(valuesOf(first, field), field.key);
}

function valuesOf(run: RunSummary, { entity }: FilterField): object {
  if (entity === "metric") return run.metrics;
  return entity === "param" ? run.params : run.tags;
}
