import type { EvalStop } from "../../evals/eval-stop.js";

/** Whether an evaluation goes on. What is under way is finished once it is stopped; the first reason counts. */
export class RunControl {
  #stop: EvalStop | undefined;

  /** @param onStop called once. */
  constructor(private readonly onStop: (stop: EvalStop) => void) {}

  get stopped(): EvalStop | undefined {
    return this.#stop;
  }

  stop(reason: EvalStop): void {
    if (this.#stop !== undefined) return;
    this.#stop = reason;
    this.onStop(reason);
  }
}
