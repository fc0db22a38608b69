import { MlxError } from "../../core/errors.js";
import type { EvalStop } from "../../evals/eval-stop.js";
import { sequentialText } from "../../evals/gates/sequential-gate.js";
import type { AgainstBaseline } from "../../evals/outcomes/against-baseline.js";
import { sequentialComparison } from "../../evals/outcomes/sequential-comparison.js";
import type { SequentialProgress } from "../../evals/outcomes/sequential-progress.js";
import type { EvalSummary } from "../../evals/summary.js";
import { SummaryBuilder } from "../../evals/summary.js";
import type { CaseResult, EvalCase } from "../../evals/types.js";
import type { EvaluationLedger } from "../../ledger/evaluations/evaluation-ledger.js";
import type { App } from "../app.js";
import type { FoundBaseline } from "./baselines.js";
import type { Budget } from "./budget.js";
import { defaultLanePolicy } from "./call-lane.js";
import { caseGroups } from "./case-groups.js";
import type { EvalOutcome } from "./eval-outcome.js";
import type { OpenedWorld } from "./open-world.js";
import type { RunPlan } from "./plan-run.js";
import { ResultsWriter } from "./results-writer.js";
import type { KnownResults } from "./resume.js";
import { runCases } from "./run-cases.js";
import { RunControl } from "./run-control.js";
import { isPartial, type RunOptions } from "./run-options.js";
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
  readonly baseline: FoundBaseline | undefined;
  /** Where it runs until it is decided. */
  readonly sequential: SequentialProgress | undefined;
}

interface Summarized {
  readonly summary: EvalSummary;
  readonly judges: SummaryBuilder["suiteJudges"];
  readonly against?: AgainstBaseline;
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
      const summarized = await this.#runAll();
      this.#writer.finish();
      return await this.#close(summarized, began);
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

  async #runAll(): Promise<Summarized> {
    const { world, plan, options, baseline, sequential } = this.parts;
    const concurrency = options.concurrency ?? plan.suite.concurrency ?? defaultLanePolicy.concurrency;
    const builder = new SummaryBuilder(plan.suite, baseline !== undefined);
    await runCases({
      world,
      groups: caseGroups(this.#allCases()),
      writer: this.#writer,
      control: this.#control,
      // One that is looked at as it goes begins no more than can be asked at once.
      window: sequential
        ? concurrency * plan.suite.providers.length
        : 64 + 8 * concurrency * plan.suite.providers.length,
      onMet: (cases) => {
        this.#met += cases;
      },
      onResult: (result) => this.#told(result),
      inOrder: (result) => {
        builder.add(result);
        this.#lookAt(result);
      },
    });
    const against = baseline && (await this.#heldAgainst(baseline, builder));
    const summary = { ...builder.finish(), ...(sequential && { sequential: sequential.finish() }) };
    return { summary, judges: builder.suiteJudges, ...(against && { against }) };
  }

  /** Whether it is decided by now: what is under way is finished. */
  #lookAt(result: CaseResult): void {
    const { sequential } = this.parts;
    if (sequential === undefined || sequential.add(result) === undefined) return;
    this.#control.stop({ kind: "decided", reason: sequentialText(sequential.finish()) });
  }

  async #heldAgainst(baseline: FoundBaseline, builder: SummaryBuilder): Promise<AgainstBaseline> {
    const { plan, options, sequential } = this.parts;
    const { holdAgainst } = await import("./hold-against-baseline.js");
    const partial = this.#control.stopped !== undefined || isPartial(options);
    const side = { outcomes: builder.outcomes, judges: builder.judges, partial };
    const against = holdAgainst(baseline, side, plan.suite.effect);
    const outcome = sequential?.finish();
    return outcome?.goal.kind === "baseline" ? sequentialComparison(against, outcome) : against;
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

  async #close({ summary, judges, against }: Summarized, began: number): Promise<EvalOutcome> {
    const { app, ledger, plan, world, budget, id, path, watcher } = this.parts;
    const stop = this.#control.stopped;
    const planned = stop === undefined ? this.#met : Math.max(plan.expected ?? 0, this.#met);
    const { name } = plan.suite;
    const grounds = { ...(stop && { stop }), spentUsd: budget.spent, ...(against && { against }) };
    const verdict = await judgeRun(app, { name, summary, judges }, plan.suite, grounds);
    const judged = { ...verdict, ...(against && { against }) };
    const outcome: EvalOutcome = {
      id,
      suite: name,
      ...(stop && { stop }),
      ...judged,
      summary,
      planned,
      calls: world.answers.calls,
      spentUsd: budget.spent,
      elapsedMs: performance.now() - began,
      results: path,
    };
    await watcher.judged?.(outcome);
    ledger.end(id, { status: statusOf(stop), ended: app.now(), planned, summary, ...judged });
    return outcome;
  }
}

function statusOf(stop: EvalStop | undefined): "finished" | "interrupted" | "stopped" {
  if (stop === undefined || stop.kind === "decided") return "finished";
  return stop.kind === "interrupted" ? "interrupted" : "stopped";
}
