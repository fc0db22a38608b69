import type { App } from "../../app/app.js";
import type { RunWatcher } from "../../app/evals/run-watcher.js";
import { countOf } from "../../core/format-bytes.js";
import { formatDuration } from "../../core/format-time.js";
import type { EvalStop } from "../../evals/eval-stop.js";
import type { CaseResult } from "../../evals/types.js";
import type { Progress } from "../../ui/ui.js";

/** How often the remark is made anew, milliseconds. */
const every = 200;

/** Shows an evaluation under way: cases, failures and errors, cost, time left. */
export class RunProgress implements RunWatcher {
  #progress: Progress | undefined;
  #expected: number | undefined;
  #began = 0;
  #told = 0;
  #done = 0;
  #failed = 0;
  #errored = 0;
  /** Not counted in the remark's pace: results of before and answers of the cache come at once. */
  #quick = 0;

  constructor(
    private readonly app: App,
    private readonly suite: string,
  ) {}

  begun(id: string, expected: number | undefined): void {
    this.#expected = expected;
    this.#began = performance.now();
    this.app.ui.detail(`evaluation ${id}`);
    this.#progress = this.app.ui.progress(this.suite, expected);
  }

  result(result: CaseResult, spentUsd: number): void {
    this.#done++;
    if (result.status === "failed") this.#failed++;
    if (result.status === "errored") this.#errored++;
    if (result.cached) this.#quick++;
    this.#progress?.add(1);
    const now = performance.now();
    if (now - this.#told < every) return;
    this.#told = now;
    this.#progress?.remark(this.#remark(now, spentUsd));
  }

  stopping(stop: EvalStop): void {
    if (stop.kind !== "interrupted") return;
    this.app.ui.note("finishing the calls under way; press Ctrl-C again to end at once");
  }

  #remark(now: number, spentUsd: number): string {
    const left = this.#left(now);
    return [
      ...(this.#failed > 0 ? [`${this.#failed} failed`] : []),
      ...(this.#errored > 0 ? [countOf(this.#errored, "error")] : []),
      ...(spentUsd > 0 ? [`$${spentUsd.toFixed(spentUsd < 1 ? 4 : 2)}`] : []),
      ...(left === undefined ? [] : [`${formatDuration(left)} left`]),
    ].join(", ");
  }

  #left(now: number): number | undefined {
    const slow = this.#done - this.#quick;
    if (this.#expected === undefined || slow < 5) return undefined;
    return ((now - this.#began) / slow) * (this.#expected - this.#done);
  }
}
