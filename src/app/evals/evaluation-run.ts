import { MlxError } from "../../core/errors.js";
import type { EvalSummary } from "../../evals/summary.js";
import { SummaryBuilder } from "../../evals/summary.js";
import type { CaseResult, EvalCase } from "../../evals/types.js";
import type { EvaluationLedger } from "../../ledger/evaluations/evaluation-ledger.js";
import type { App } from "../app.js";
import type { Budget } from "./budget.js";
import { defaultLanePolicy } from "./call-lane.js";
import { caseGroups } from "./case-groups.js";
import type { EvalOutcome, EvalStop } from "./eval-outcome.js";
import type { OpenedWorld } from "./open-world.js";
import type { RunPlan } from "./plan-run.js";
import { ResultsWriter } from "./results-writer.js";
import type { KnownResults } from "./resume.js";
import { runCases } from "./run-cases.js";
import { RunControl } from "./run-control.js";
import type { RunOptions } from "./run-options.js";
import type { RunWatcher } from "./run-watcher.js";
import { judgeRun } from "./verdict.js";

/** Milliseconds between two signs of life. */
const beatEvery = 10_000;

interface RunParts {
  readonly app: App;
  readonly ledger: EvaluationLedger;
  readonly plan: RunPlan;
  readonly options: RunOptions;
  readonly watcher: RunWatcher;
  readonly world: OpenedWorld;
  readonly budget: Budget;
  readonly id: string;
  readonly path: string;
  readonly cases: { readonly first: readonly EvalCase[]; readonly rest: AsyncIterable<readonly EvalCase[]> };
  readonly known: KnownResults | undefined;
}

/** An evaluation that has begun, and is owned by this process until its end. */
export class EvaluationRun {
  readonly #control: RunControl;
  readonly #writer: ResultsWriter;
  /** Cases met so far. */
  #met = 0;

  constructor(private readonly parts: RunParts) {
    const { path, world, known, watcher } = parts;
    this.#writer = new ResultsWriter(path, world.redact, known?.index);
    this.#control = new RunControl((stop) => {
      world.answers.stop();
      watcher.stopping(stop);
    });
  }

  /** Runs what is left, and closes the evaluation. @param began `performance.now()` of the command. */
  async finish(began: number): Promise<EvalOutcome> {
    const { app, ledger, id } = this.parts;
    const beat = setInterval(() => this.#beat(), beatEvery);
    beat.unref();
    const interrupt = () => this.#control.stop({ kind: "interrupted" });
    app.signal.addEventListener("abort", interrupt, { once: true });
    if (app.signal.aborted) interrupt();
    try {
      const summary = await this.#runAll();
      this.#writer.finish();
      return this.#close(summary, began);
    } catch (error) {
      this.#writer.close();
      ledger.interrupt(id, app.now());
      throw error;
    } finally {
      clearInterval(beat);
      app.signal.removeEventListener("abort", interrupt);
    }
  }

  #beat(): void {
    const { app, ledger, id } = this.parts;
    try {
      ledger.heartbeat(id, app.now());
    } catch (error) {
      // The next one will do; what is wrong with the ledger is told when the evaluation ends.
      if (!(error instanceof MlxError)) throw error;
    }
  }

  async #runAll(): Promise<EvalSummary> {
    const { world, plan, options } = this.parts;
    const concurrency = options.concurrency ?? plan.suite.concurrency ?? defaultLanePolicy.concurrency;
    const summary = new SummaryBuilder(plan.suite);
    await runCases({
      world,
      groups: caseGroups(this.#allCases()),
      writer: this.#writer,
      control: this.#control,
      window: 64 + 8 * concurrency * plan.suite.providers.length,
      onMet: (cases) => {
        this.#met += cases;
      },
      onResult: (result) => this.#told(result),
      inOrder: (result) => summary.add(result),
    });
    return summary.finish();
  }

  #told(result: CaseResult): void {
    const { watcher, budget, options } = this.parts;
    watcher.result(result, budget.spent);
    if (options.failFast && result.status !== "passed") {
      this.#control.stop({ kind: "failed", reason: `${result.id} ${result.status}` });
    }
  }

  async *#allCases(): AsyncGenerator<readonly EvalCase[]> {
    const { first, rest } = this.parts.cases;
    yield first;
    yield* rest;
  }

  #close(summary: EvalSummary, began: number): EvalOutcome {
    const { app, ledger, plan, world, budget, id, path } = this.parts;
    const stop = this.#control.stopped;
    const planned = stop === undefined ? this.#met : Math.max(plan.expected ?? 0, this.#met);
    const judged = judgeRun(summary, plan.suite, stop, budget.spent);
    ledger.end(id, { status: statusOf(stop), ended: app.now(), planned, summary, ...judged });
    return {
      id,
      suite: plan.suite.name,
      ...(stop && { stop }),
      ...judged,
      summary,
      planned,
      calls: world.answers.calls,
      spentUsd: budget.spent,
      elapsedMs: performance.now() - began,
      results: path,
    };
  }
}

function statusOf(stop: EvalStop | undefined): "finished" | "interrupted" | "stopped" {
  if (stop === undefined) return "finished";
  return stop.kind === "interrupted" ? "interrupted" : "stopped";
}
