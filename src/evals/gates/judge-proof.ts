import { displayPath } from "../../core/visible-text.js";
import type { Interval } from "../../stats/types.js";

/** What people's labels say of a judge of this evaluation. There is one for each grader and model that judged. */
export interface JudgeProof {
  /** The grader's metric, or else its type. */
  readonly grader: string;
  /** Absent where the provider did not tell. */
  readonly model?: string;
  /** A digest of what the judge judges by in this evaluation. */
  readonly rubric: string;
  /** Null where it is undefined, or nobody has asked. */
  readonly kappa: number | null;
  readonly interval?: Interval;
  /** Labelled cases that it rests on. */
  readonly n: number;
  /** Absent where there is no evidence. */
  readonly labels?: { readonly path: string; readonly digest: string };
  /** Why it proves nothing of this evaluation: there is no evidence, or it is of another model, rubric, or other labels. */
  readonly stale?: string;
}

/** What a proof says to someone who demands a κ. */
export interface ProofVerdict {
  /** False: inconclusive, never failed. A judge that proves nothing says nothing of the answers. */
  readonly passed: boolean;
  readonly reason: string;
}

/** @param least the κ that is demanded. */
export function verdictOnProof(proof: JudgeProof, least: number): ProofVerdict {
  const { grader, model, kappa, interval, n, stale } = proof;
  const judge = `${displayPath(grader)}${model === undefined ? "" : ` (${displayPath(model)})`}`;
  if (stale !== undefined) {
    const again = "mlx eval judge SUITE --labels FILE proves it";
    return { passed: false, reason: `${judge} is not proven: ${stale}; ${again}` };
  }
  if (kappa === null) {
    return { passed: false, reason: `${judge} is not proven: κ is undefined on its ${n} labels` };
  }
  const passed = kappa >= least;
  const range = interval === undefined ? "" : ` (95%: ${interval.map((end) => end.toFixed(2)).join(" to ")})`;
  // Rounded, a figure just below would read as if it were enough.
  const digits = passed || kappa.toFixed(2) !== least.toFixed(2) ? 2 : 6;
  const figure = `κ ${kappa.toFixed(digits)}${range} on ${n} labels`;
  const verdict = passed ? `at least ${least}` : `below ${least}: what it says decides nothing`;
  return { passed, reason: `${judge}: ${figure}, ${verdict}` };
}
