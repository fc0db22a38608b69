import type { EvalStop } from "../eval-stop.js";
import type { AgainstBaseline } from "../outcomes/against-baseline.js";
import type { JudgeProof } from "./judge-proof.js";

/** What an evaluation is judged on beside its own figures. */
export interface Grounds {
  readonly stop?: EvalStop;
  /** US dollars; absent where nobody kept count. */
  readonly spentUsd?: number;
  /** Where its suite has a baseline. */
  readonly against?: AgainstBaseline;
  /** What people's labels say of its judges. */
  readonly judgeProofs: readonly JudgeProof[];
}
