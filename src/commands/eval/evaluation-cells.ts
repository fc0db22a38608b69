import type { Evaluation } from "../../ledger/evaluations/evaluation-ledger.js";
import type { Theme } from "../../ui/theme.js";

/** The verdict of a finished evaluation; of any other what became of it. */
export function verdictText({ status, verdict }: Pick<Evaluation, "status" | "verdict">): string {
  if (status === "finished") return verdict ?? "";
  return status === "stopped" && verdict !== undefined ? `${verdict} (stopped)` : status;
}

/** The colour of what `verdictText` says. */
export function verdictStyle(
  theme: Theme,
  { status, verdict }: Pick<Evaluation, "status" | "verdict">,
): (text: string) => string {
  if (status === "running") return theme.cyan;
  if (status === "interrupted" || verdict === "inconclusive") return theme.yellow;
  return verdict === "passed" ? theme.green : theme.red;
}
