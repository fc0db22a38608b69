import type { GateResult } from "../../evals/gates.js";
import type { AgainstBaseline } from "../../evals/outcomes/against-baseline.js";
import type { EvalSummary } from "../../evals/summary.js";
import type { Evaluation, EvaluationStatus } from "./evaluation-ledger.js";

/** A row of the table `evaluations`, without its owner. */
export interface EvaluationRow {
  readonly id: string;
  readonly suite: string;
  readonly file: string;
  readonly name: string | null;
  readonly format: Evaluation["format"];
  readonly status: EvaluationStatus;
  readonly verdict: NonNullable<Evaluation["verdict"]> | null;
  readonly started: number;
  readonly ended: number | null;
  readonly git_commit: string | null;
  readonly git_dirty: number;
  readonly planned: number | null;
  readonly results: string;
  readonly digests: string;
  readonly options: string;
  readonly summary: string | null;
  readonly gates: string | null;
  readonly comparison: string | null;
}

/** The columns of `EvaluationRow`, for SELECT. */
export const evaluationColumns =
  "id, suite, file, name, format, status, verdict, started, ended, git_commit, git_dirty, planned, results, digests, options, summary, gates, comparison";

/** A row as what it stands for. */
export function evaluationOf(row: EvaluationRow): Evaluation {
  const gates: readonly GateResult[] = row.gates === null ? [] : JSON.parse(row.gates);
  const summary: EvalSummary | undefined = row.summary === null ? undefined : JSON.parse(row.summary);
  const against: AgainstBaseline | undefined =
    row.comparison === null ? undefined : JSON.parse(row.comparison);
  return {
    id: row.id,
    suite: row.suite,
    file: row.file,
    ...(row.name !== null && { name: row.name }),
    format: row.format,
    status: row.status,
    ...(row.verdict !== null && { verdict: row.verdict }),
    started: row.started,
    ...(row.ended !== null && { ended: row.ended }),
    ...(row.git_commit !== null && { commit: row.git_commit }),
    dirty: row.git_dirty !== 0,
    ...(row.planned !== null && { planned: row.planned }),
    results: row.results,
    digests: JSON.parse(row.digests),
    options: JSON.parse(row.options),
    ...(summary !== undefined && { summary }),
    gates,
    ...(against !== undefined && { against }),
  };
}
