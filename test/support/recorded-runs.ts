import { openRunLedger } from "../../src/ledger/open-run-ledger.js";
import type { MetricPoint, RunRecord } from "../../src/runs/types.js";
import type { TestRepo } from "./repo.js";

/** Every run in a repository's ledger, the first one first, as the ledger has it: nothing is recovered by looking. */
export async function recordedRuns(repo: TestRepo): Promise<RunRecord[]> {
  const ledger = await openRunLedger(repo.path(".mlx/ledger.db"));
  try {
    const { runs } = ledger.search({ view: "all" });
    return runs.flatMap(({ id }) => ledger.record(id) ?? []).sort((a, b) => (a.id < b.id ? -1 : 1));
  } finally {
    ledger.close();
  }
}

/** The one run of a repository. @throws if there are none or several. */
export async function onlyRun(repo: TestRepo): Promise<RunRecord> {
  const [run, ...others] = await recordedRuns(repo);
  if (run === undefined || others.length > 0)
    throw new Error(`there are ${others.length + (run ? 1 : 0)} runs`);
  return run;
}

export async function historyOf(repo: TestRepo, run: RunRecord, key: string): Promise<MetricPoint[]> {
  const ledger = await openRunLedger(repo.path(".mlx/ledger.db"));
  try {
    return ledger.history(run.id, key);
  } finally {
    ledger.close();
  }
}
