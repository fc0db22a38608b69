import type { App } from "../../app/app.js";
import { type ComparedSide, comparedSides } from "../../app/evals/compared-side.js";
import { type FlippedResult, flippedResults } from "../../app/evals/flipped-results.js";
import { requirePages, writeComparison } from "../../app/evals/outputs/comparison-file.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { formatCount } from "../../core/format-bytes.js";
import { timestamp } from "../../core/format-time.js";
import { countsOf } from "../../evals/outcomes/against-baseline.js";
import { compareOutcomes, defaultEffect } from "../../evals/outcomes/compare-outcomes.js";
import { type FlipWay, flipWay } from "../../evals/outcomes/flip-way.js";
import type { Comparison, FlippedCase } from "../../evals/outcomes/types.js";
import { comparisonText, flipText, type ShownFlip } from "./compare-text.js";

export interface CompareOptions {
  /** `regressed` or `improved`. */
  readonly only?: string;
  /** 0 shows all. */
  readonly limit: number;
  readonly full: boolean;
  /** Pages to write it to. */
  readonly output: readonly string[];
}

/** `mlx eval compare` */
export async function compare(
  app: App,
  before: string,
  after: string,
  options: CompareOptions,
): Promise<ExitCode> {
  const only = wayOf(options.only);
  requirePages(app, options.output);
  const sides = await comparedSides(app, before, after);
  for (const { typed, hasDigests } of sides) {
    if (!hasDigests)
      app.ui.warn(
        `${typed} is of an older mlx: its cases are compared by their ids alone, whatever they were asked`,
      );
  }
  const effect = sides[1].effect ?? sides[0].effect ?? defaultEffect;
  const comparison = compareOutcomes(sides[0].side, sides[1].side, { effect });
  for (const file of options.output) await writeComparison(app, file, sides, comparison);
  const wanted = comparison.flipped.filter((flip) => only === undefined || flipWay(flip) === only);
  const shown = await withResults(
    sides,
    comparison,
    options.limit === 0 ? wanted : wanted.slice(0, options.limit),
  );
  if (app.ui.mode.json) app.ui.json(documentOf(sides, comparison, effect, shown, wanted.length));
  else render(app, sides, comparison, shown, wanted.length, options.full);
  return comparison.metrics.length === 0 ? ExitCode.inconclusive : ExitCode.ok;
}

function wayOf(only: string | undefined): FlipWay | undefined {
  if (only === undefined || only === "regressed" || only === "improved") return only;
  throw new MlxError("MLX_USAGE", `--only must be regressed or improved, found ${JSON.stringify(only)}`, {
    hint: "mlx eval compare last~1 last --only regressed",
    exitCode: 2,
  });
}

async function withResults(
  [before, after]: readonly [ComparedSide, ComparedSide],
  { across }: Comparison,
  flipped: readonly FlippedCase[],
): Promise<readonly ShownFlip[]> {
  const read = async (
    side: ComparedSide,
    which: "before" | "after",
  ): Promise<readonly (FlippedResult | undefined)[]> =>
    side.results === undefined ? [] : flippedResults(side.results, flipped, which, across);
  const [was, is] = [await read(before, "before"), await read(after, "after")];
  return flipped.map((flip, index) => ({ flip, before: was[index], after: is[index] }));
}

function render(
  app: App,
  sides: readonly [ComparedSide, ComparedSide],
  comparison: Comparison,
  shown: readonly ShownFlip[],
  total: number,
  full: boolean,
): void {
  const { ui } = app;
  ui.answer(comparisonText(ui, sides, comparison, app.now()));
  for (const one of shown) ui.answer(`\n${flipText(ui, one, full)}`);
  if (total > shown.length)
    ui.note(`${formatCount(shown.length)} of ${formatCount(total)} cases that flipped; --limit 0 shows all`);
}

function documentOf(
  [before, after]: readonly [ComparedSide, ComparedSide],
  comparison: Comparison,
  effect: number,
  shown: readonly ShownFlip[],
  total: number,
): Readonly<Record<string, unknown>> {
  const { verdict, flipped: _, ...rest } = comparison;
  return {
    before: sideDocument(before),
    after: sideDocument(after),
    verdict: verdict ?? null,
    effect,
    ...rest,
    counts: countsOf(comparison),
    flipped: shown.map(({ flip, ...results }) => ({
      ...flip,
      before: { passed: flip.before, ...results.before },
      after: { passed: flip.after, ...results.after },
    })),
    flippedTotal: total,
  };
}

function sideDocument({
  typed,
  side,
  suite,
  evaluation,
  baseline,
}: ComparedSide): Readonly<Record<string, unknown>> {
  return {
    name: typed,
    suite: suite ?? null,
    evaluation: evaluation?.id ?? baseline?.baseline.evaluation ?? null,
    started: evaluation ? timestamp(evaluation.started) : (baseline?.baseline.ran ?? null),
    baseline: baseline?.path ?? null,
    cases: side.outcomes.length,
  };
}
