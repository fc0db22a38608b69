import { isUlid } from "../../core/ulid.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { parentsOf } from "../../runs/nest-runs.js";
import type { RunQuery } from "../../runs/query.js";
import type { RunSummary } from "../../runs/types.js";

/** The runs, and those of the query that they were made inside of: without them they would look as if they stood alone. */
export function withParents(ledger: RunLedger, query: RunQuery, runs: readonly RunSummary[]): RunSummary[] {
  const all = [...runs];
  const seen = new Set<string>(runs.map(({ id }) => id));
  for (;;) {
    const missing = [...new Set(all.flatMap(parentsOf))].filter(isUlid).filter((id) => !seen.has(id));
    if (missing.length === 0) return all;
    for (const id of missing) seen.add(id);
    // They began before the last one that is there.
    all.push(...ledger.search({ ...query, ids: missing }).runs);
  }
}
