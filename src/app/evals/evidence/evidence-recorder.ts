import type { EvalStop } from "../../../evals/eval-stop.js";
import type { CaseResult } from "../../../evals/types.js";
import type { App } from "../../app.js";
import type { EvalOutcome } from "../eval-outcome.js";
import type { RunWatcher } from "../run-watcher.js";
import type { EvidencePlan } from "./plan-evidence.js";
import { type RecordedEvidence, recordEvidence } from "./record-evidence.js";

/** Watches an evaluation that is to be evidence, and records it as soon as it is decided. */
export class EvidenceRecorder implements RunWatcher {
  /** What was written. */
  recorded: readonly RecordedEvidence[] = [];
  /** Why nothing was. */
  refusal: string | undefined;

  constructor(
    private readonly app: App,
    readonly plan: EvidencePlan,
    private readonly inner: RunWatcher,
  ) {}

  begun(id: string, expected: number | undefined): void {
    this.inner.begun(id, expected);
  }

  result(result: CaseResult, spentUsd: number): void {
    this.inner.result(result, spentUsd);
  }

  stopping(stop: EvalStop): void {
    this.inner.stopping(stop);
  }

  async judged(outcome: EvalOutcome): Promise<void> {
    const { stop, verdict } = outcome;
    if (stop !== undefined && stop.kind !== "decided") this.refusal = "the evaluation was not finished";
    else if (this.plan.untilDecided && stop === undefined) this.refusal = "the evaluation was not decided";
    else if (verdict === "error") this.refusal = "nothing could be graded";
    else this.recorded = await recordEvidence(this.app, this.plan, outcome, verdict);
  }
}
