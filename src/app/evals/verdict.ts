import type { Grounds } from "../../evals/gates/grounds.js";
import { type GateOutcome, judgeGates } from "../../evals/gates.js";
import type { EvalSummary, SummaryBuilder } from "../../evals/summary.js";
import type { App } from "../app.js";
import type { Judging } from "./stored-options.js";

/** An evaluation whose figures are known. */
interface Summarized {
  /** Of the suite. */
  readonly name: string;
  readonly summary: EvalSummary;
  readonly judges: SummaryBuilder["suiteJudges"];
}

/**
 * Judges an evaluation by its suite's gates. What people's labels say of its judges is looked up only where a gate asks.
 * @throws {MlxError} `MLX_JUDGES_DAMAGED`, `MLX_JUDGES_NEWER`, exit 2.
 */
export async function judgeRun(
  app: App,
  { name, summary, judges }: Summarized,
  judging: Judging,
  grounds: Omit<Grounds, "judgeProofs">,
): Promise<GateOutcome> {
  const asksProof = judging.gates.some(({ kind }) => kind === "judge");
  const judgeProofs = asksProof
    ? await (await import("./judge-proofs.js")).judgeProofs(app, { name }, judges)
    : [];
  return judgeGates(summary, judging, { ...grounds, judgeProofs });
}
