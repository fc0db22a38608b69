import { MlxError } from "../../../core/errors.js";
import type { RunLedger } from "../../../ledger/run-ledger.js";
import type { RunHeader, RunId } from "../../../runs/types.js";
import type { App } from "../../app.js";
import { requireExperiments } from "../require-experiments.js";
import { selectRuns } from "../select-run.js";

export interface RunChoice {
  /** As typed. */
  readonly runs: readonly string[];
  readonly experiments: readonly string[];
  readonly all: boolean;
}

export interface ChosenRuns {
  /** Ended ones, the oldest first, so that the order is the same everywhere. */
  readonly runs: readonly RunHeader[];
  /** Left out because they have not ended. */
  readonly running: readonly RunHeader[];
}

export function isEmptyChoice({ runs, experiments, all }: RunChoice): boolean {
  return runs.length === 0 && experiments.length === 0 && !all;
}

/**
 * The runs that a person names, with the ones that MLflow clients made inside of them; those of experiments, deleted ones
 * apart; or all of the ledger. Runs that have not ended are left out, unless they are named.
 * @throws {MlxError} `MLX_RUN_UNFINISHED`, `MLX_RUN_NOT_FOUND`, `MLX_EXPERIMENT_NOT_FOUND`, exit 2.
 */
export async function chooseRuns(app: App, ledger: RunLedger, choice: RunChoice): Promise<ChosenRuns> {
  const chosen = new Map<RunId, RunHeader>();
  for (const run of await selectRuns(app, ledger, choice.runs, { view: "any" })) {
    if (run.status === "running") throw unfinished(run);
    chosen.set(run.id, run);
    const inside = ledger.search({ commandId: run.id, view: "all" }).runs;
    for (const client of inside) chosen.set(client.id, client);
  }
  requireExperiments(ledger, choice.experiments);
  if (choice.experiments.length > 0)
    for (const run of ledger.search({ experiments: choice.experiments }).runs) chosen.set(run.id, run);
  if (choice.all) for (const run of everyRun(ledger)) chosen.set(run.id, run);
  return byAge([...chosen.values()]);
}

/** Deleted ones, and those of deleted experiments, too. */
export function everyRun(ledger: RunLedger): RunHeader[] {
  const experiments = ledger.experiments("all").map(({ name }) => name);
  return ledger.search({ experiments, view: "all" }).runs;
}

export function byAge(runs: readonly RunHeader[]): ChosenRuns {
  const sorted = [...runs].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    runs: sorted.filter(({ status }) => status !== "running"),
    running: sorted.filter(({ status }) => status === "running"),
  };
}

function unfinished({ id, name }: RunHeader): MlxError {
  return new MlxError("MLX_RUN_UNFINISHED", `the run ${id} (${name}) has not ended`, {
    hint: "wait for it, then run the command again",
    exitCode: 2,
  });
}
