import { isUlid } from "../../core/ulid.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { parentsOf } from "../../runs/nest-runs.js";
import type { RunSummary } from "../../runs/types.js";

/**
 * What people call the last run: the latest one, of any kind, that was not made inside of another.
 * @param back how many such runs before it.
 */
export function latestRun(
  ledger: RunLedger,
  back = 0,
  view: "active" | "deleted" = "active",
): RunSummary | undefined {
  const piece = 200;
  let left = back;
  for (let offset = 0; ; offset += piece) {
    const { runs } = ledger.search({ limit: piece, offset, view });
    const tops = runs.filter((run) => !parentsOf(run).some((id) => isUlid(id) && ledger.header(id)));
    if (left < tops.length) return tops[left];
    left -= tops.length;
    if (runs.length < piece) return undefined;
  }
}
