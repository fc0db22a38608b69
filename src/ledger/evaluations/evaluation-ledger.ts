import type { EvalVerdict, GateResult } from "../../evals/gates.js";
import type { AgainstBaseline } from "../../evals/outcomes/against-baseline.js";
import type { EvalSummary } from "../../evals/summary.js";
import type { Json } from "../../prompts/types.js";

/** `stopped`: by a budget or `--fail-fast`. */
export type EvaluationStatus = "running" | "finished" | "interrupted" | "stopped";

/** An evaluation as it begins. */
export interface NewEvaluation {
  /** A ULID. */
  readonly id: string;
  /** The suite's name. */
  readonly suite: string;
  /** The suite's file, from the repository's top. */
  readonly file: string;
  readonly name?: string;
  readonly format: "mlx" | "promptfoo";
  /** Epoch milliseconds. */
  readonly started: number;
  readonly commit?: string;
  readonly dirty: boolean;
  /** SHA-256 by path or prompt: what the results depend on. */
  readonly digests: Readonly<Record<string, string>>;
  /** What decides which cases there are and how they are answered and judged; a resumed evaluation takes them from here. */
  readonly options: Readonly<Record<string, Json>>;
  /** From the folder that the ledger is in. */
  readonly results: string;
  /** Cases that are to be run; absent where only reading the data to its end tells. */
  readonly planned?: number;
}

/** An evaluation, and what has become of it so far. */
export interface Evaluation extends NewEvaluation {
  readonly status: EvaluationStatus;
  readonly ended?: number;
  readonly verdict?: EvalVerdict;
  readonly summary?: EvalSummary;
  readonly gates: readonly GateResult[];
  /** Where its suite had a baseline. */
  readonly against?: AgainstBaseline;
}

/** How an evaluation ended. Times are epoch milliseconds. */
export interface EvaluationEnd {
  readonly status: Exclude<EvaluationStatus, "running">;
  readonly ended: number;
  readonly planned: number;
  readonly verdict: EvalVerdict;
  readonly summary: EvalSummary;
  readonly gates: readonly GateResult[];
  readonly against?: AgainstBaseline;
}

/** Which evaluations are meant: all that is given must fit. */
export interface EvaluationQuery {
  readonly name?: string;
  readonly suite?: string;
  readonly file?: string;
  readonly status?: EvaluationStatus;
  readonly limit?: number;
}

/**
 * The evaluations of a ledger. Every method is one transaction; times come from the caller.
 * @throws {MlxError} `MLX_LEDGER_UNUSABLE`.
 */
export interface EvaluationLedger {
  readonly path: string;
  readonly readOnly: boolean;
  close(): void;
  /** Owned by this process until it ends. */
  begin(evaluation: NewEvaluation): void;
  /** Takes an evaluation that has no living owner. @returns false where another process has it. */
  takeUp(id: string, now: number): boolean;
  /** Says that the owner is alive, for readers on other machines. */
  heartbeat(id: string, now: number): void;
  end(id: string, end: EvaluationEnd): void;
  /** Ends it without a summary: it can go on later. */
  interrupt(id: string, now: number): void;
  /** Takes it out of the ledger; its results are a file of their own. */
  remove(id: string): void;
  /** Marks as interrupted those whose process is gone. */
  markInterrupted(now: number): void;
  find(id: string): Evaluation | undefined;
  /** The latest first. */
  list(query: EvaluationQuery): Evaluation[];
  /** How many there are that fit, whatever the limit. */
  count(query: EvaluationQuery): number;
  /** Ids that begin or end with `text`, or whose last 8 characters begin with it; at most 10. */
  idsLike(text: string): string[];
  /** The last evaluation of each suite. */
  latestPerSuite(): Evaluation[];
}
