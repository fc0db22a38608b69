import { join, resolve } from "node:path";
import type { App } from "../../app/app.js";
import { countRun } from "../../app/evals/count-run.js";
import type { EvalOutcome } from "../../app/evals/eval-outcome.js";
import { type EvaluatedModel, openEvaluatedModel, withModel } from "../../app/evals/evaluated-model.js";
import { EvidenceRecorder } from "../../app/evals/evidence/evidence-recorder.js";
import { planEvidence } from "../../app/evals/evidence/plan-evidence.js";
import { planModelEvidence } from "../../app/evals/evidence/plan-model-evidence.js";
import { findSuite } from "../../app/evals/find-suite.js";
import { readResults } from "../../app/evals/read-results.js";
import { readSuite } from "../../app/evals/read-suite.js";
import { requireUnchanged } from "../../app/evals/resume.js";
import type { RunOptions } from "../../app/evals/run-options.js";
import { runSuite } from "../../app/evals/run-suite.js";
import { resumedOptions, storedPrompts } from "../../app/evals/stored-options.js";
import { requireNoInput, requireWritable, writeOutputs } from "../../app/evals/write-outputs.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf, formatCount } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import type { Suite } from "../../evals/types.js";
import type { Evaluation } from "../../ledger/evaluations/evaluation-ledger.js";
import { annotate } from "./annotate.js";
import { chooseResumed } from "./choose-resumed.js";
import { runDocument } from "./run-document.js";
import { type RunFlags, readRunFlags } from "./run-flags.js";
import { RunProgress } from "./run-progress.js";
import { runReport } from "./run-report.js";
import { tellEvidence } from "./tell-evidence.js";
import { tellNotKept } from "./tell-not-kept.js";
import { verdictExitCode } from "./verdict-exit-code.js";
import { warnUnderpowered } from "./warn-underpowered.js";

/** The options of `mlx eval run`. */
export interface RunCommandOptions extends RunFlags {
  /** Without a value true: the last evaluation of the suite that was not finished. */
  readonly resume?: string | boolean;
  readonly dryRun: boolean;
  readonly output: readonly string[];
  readonly strict: boolean;
}

/** `mlx eval run` */
export async function run(
  app: App,
  typed: string | undefined,
  options: RunCommandOptions,
): Promise<ExitCode> {
  const flags = readRunFlags(options);
  requireWritable(app, options.output);
  const { file, resumed } = await whatToRun(app, typed, options);
  const read = await readSuite(app, file, resumed ? storedPrompts(resumed) : flags.prompts);
  requireNoInput(app, options.output, await inputsOf(app, read, flags.providers));
  tellNotKept(app, read);
  const kept = resumed ? resumedOptions(resumed, flags) : flags;
  const model = await modelOf(app, kept.model?.reference ?? options.model);
  const asked = model ? { ...kept, model: optionOf(model) } : kept;
  const recorder = asked.record ? await evidenceRecorder(app, read, asked, model) : undefined;
  const planned = recorder?.plan.suite ?? read;
  const suite = model && !options.dryRun ? await withModel(app, planned, model) : planned;
  if (resumed) await requireUnchanged(app, suite, resumed);
  if (options.dryRun) return dryRun(app, suite, asked, resumed);
  const outcome = await runSuite(app, suite, asked, recorder ?? new RunProgress(app, suite.name), resumed);
  app.ui.endProgress();
  await writeOutputs(app, () => readResults(outcome.results), outcome, options.output);
  tell(app, suite, outcome, recorder);
  const warned = warnUnderpowered(app, outcome, suite.file) || read.notKept.length > 0;
  await annotate(app, suite, outcome);
  return outcome.stop?.kind === "interrupted"
    ? ExitCode.interrupted
    : verdictExitCode(outcome.verdict, options.strict, warned);
}

/** The files that a suite is made of, and recordings that the command line names. */
async function inputsOf(app: App, suite: Suite, providers: readonly string[]): Promise<readonly string[]> {
  const { root } = await app.workspace();
  const recordings = providers.flatMap((id) => /^replay:([^#]+)/.exec(id)?.[1] ?? []);
  return [
    ...[...suite.digests.keys()].map((file) => join(root, file)),
    ...recordings.map((file) => resolve(suite.folder, file)),
  ];
}

async function whatToRun(app: App, typed: string | undefined, options: RunCommandOptions) {
  const { resume } = options;
  if (resume === undefined || resume === false) {
    if (typed !== undefined) return { file: await findSuite(app, typed), resumed: undefined };
    throw new MlxError("MLX_USAGE", "no suite is named", {
      hint: "name its file: mlx eval run evals/NAME.eval.yaml, or one of promptfoo",
      exitCode: 2,
    });
  }
  requireNoSelection(options);
  return chooseResumed(app, typed, resume === true ? undefined : resume);
}

/** A resumed evaluation has its cases already. */
function requireNoSelection(options: RunCommandOptions): void {
  const given = [
    ["--filter", options.filter.length > 0],
    ["--limit", options.limit !== undefined],
    ["--shard", options.shard !== undefined],
    ["--repeat", options.repeat !== undefined],
    ["--provider", options.provider.length > 0],
    ["--judge", options.judge !== undefined],
    ["--name", options.name !== undefined],
    ["--trust-templates", options.trustTemplates],
    ["--until-decided", options.untilDecided === true],
    ["--max-cases", options.maxCases !== undefined],
    ["--target", options.target !== undefined],
    ["--seed", options.seed !== undefined],
    ["--prompt", (options.prompt ?? []).length > 0],
    ["--record", options.record === true],
    ["--model", options.model !== undefined],
  ].flatMap(([option, is]) => (is ? [option] : []));
  if (given.length === 0) return;
  throw new MlxError("MLX_USAGE", `${given.join(", ")} cannot be given with --resume`, {
    hint: "an evaluation goes on with the cases, providers and judge that it began with",
    exitCode: 2,
  });
}

async function dryRun(
  app: App,
  suite: Suite,
  options: RunOptions,
  resumed: Evaluation | undefined,
): Promise<ExitCode> {
  const { cases, calls, judgements } = await countRun(app, suite, options, resumed);
  if (app.ui.mode.json) {
    app.ui.json({ suite: suite.name, file: suite.file, cases: { total: cases }, calls, judgements });
  } else {
    const judged = judgements === 0 ? "" : `, and ${countOf(judgements, "judgement")} by a model`;
    app.ui.out(
      `would run ${displayPath(suite.name)}: ${countOf(cases, "case")}, ${countOf(calls, "call")} to providers${judged}`,
    );
  }
  return ExitCode.ok;
}

async function modelOf(app: App, reference: string | undefined): Promise<EvaluatedModel | undefined> {
  return reference === undefined ? undefined : openEvaluatedModel(app, reference);
}

function optionOf({ reference, resolved: { record } }: EvaluatedModel): NonNullable<RunOptions["model"]> {
  return { reference, record: record.digest };
}

async function evidenceRecorder(
  app: App,
  suite: Suite,
  asked: RunOptions,
  model: EvaluatedModel | undefined,
): Promise<EvidenceRecorder> {
  const plan = model
    ? await planModelEvidence(app, suite, asked, model)
    : await planEvidence(app, suite, asked);
  return new EvidenceRecorder(app, plan, new RunProgress(app, suite.name));
}

function tell(app: App, suite: Suite, outcome: EvalOutcome, recorder: EvidenceRecorder | undefined): void {
  const evidence = recorder && { evidence: recorder.recorded };
  if (app.ui.mode.json) app.ui.json({ ...runDocument(outcome), ...evidence });
  else app.ui.answer(runReport(app.ui, outcome));
  if (recorder) tellEvidence(app, recorder);
  const { stop, planned, summary, id } = outcome;
  if (stop === undefined || stop.kind === "decided") return;
  const left = `${formatCount(summary.total)} of ${planned > summary.total ? formatCount(planned) : "the"} cases`;
  const why = stop.kind === "interrupted" ? "interrupted" : `stopped: ${stop.reason}`;
  app.ui.warn(
    `${why}; the results of ${left} are kept`,
    `go on with: mlx eval run ${displayPath(suite.file)} --resume ${id}`,
  );
}
