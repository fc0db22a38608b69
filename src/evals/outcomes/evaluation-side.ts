import type { JudgeIdentity } from "../judges/judge-identity.js";
import type { CaseOutcome } from "./types.js";

/** One side of a comparison. */
export interface EvaluationSide {
  /** By prompt, provider and id, each case once. */
  readonly outcomes: readonly CaseOutcome[];
  /** Who judged; a rubric `*` stands for many. */
  readonly judges: readonly JudgeIdentity[];
  /** Only a part of the suite was run: what it lacks was not removed. */
  readonly partial?: boolean;
}
