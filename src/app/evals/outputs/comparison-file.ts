import { resolve } from "node:path";
import { MlxError } from "../../../core/errors.js";
import { countOf } from "../../../core/format-bytes.js";
import { formatMoment } from "../../../core/format-time.js";
import { countsOf } from "../../../evals/outcomes/against-baseline.js";
import { baselineName } from "../../../evals/outcomes/comparison-text.js";
import type { Comparison } from "../../../evals/outcomes/types.js";
import type { ComparedEvaluation } from "../../../evals/report/html/comparison-page.js";
import { reportFormatOf } from "../../../evals/report/report-format.js";
import { ioError } from "../../../files/io-error.js";
import type { App } from "../../app.js";
import type { ComparedSide } from "../compared-side.js";
import { readResults } from "../read-results.js";
import { requireWritable } from "../write-outputs.js";
import { OutputFile } from "./output-file.js";

/** @throws {MlxError} `MLX_USAGE`, exit 2, for files that a comparison cannot be written to. */
export function requirePages(app: App, files: readonly string[]): void {
  requireWritable(app, files);
  const other = files.find((file) => reportFormatOf(file) !== "html");
  if (other === undefined) return;
  throw new MlxError("MLX_USAGE", `--output ${other}: a comparison is written as a page`, {
    hint: "end it in .html; for a script there is --json",
    exitCode: 2,
  });
}

/** Writes a comparison as a page; of a side whose results are elsewhere it shows outcomes alone. */
export async function writeComparison(
  app: App,
  file: string,
  sides: readonly [ComparedSide, ComparedSide],
  comparison: Comparison,
): Promise<void> {
  const { ComparisonPage } = await import("../../../evals/report/html/comparison-page.js");
  const suite = sides[1].suite ?? sides[0].suite ?? "evaluations";
  const compared = [comparedOf(sides[0]), comparedOf(sides[1])] as const;
  const page = new ComparisonPage(suite, compared, comparison, countsOf(comparison));
  for (const which of [0, 1] as const) {
    const { results, side } = sides[which];
    if (results === undefined) for (const outcome of side.outcomes) page.addOutcome(which, outcome);
    else for await (const result of readResults(results)) page.add(which, result);
  }
  const path = resolve(app.cwd, file);
  let output: OutputFile | undefined;
  try {
    output = new OutputFile(path);
    output.write(page.finish());
    output.finish();
  } catch (error) {
    output?.abandon();
    throw ioError(error, `cannot write ${file}`);
  }
}

function comparedOf({ typed, side, evaluation, baseline, results }: ComparedSide): ComparedEvaluation {
  const { outcomes } = side;
  const cases = countOf(outcomes.length, "case");
  const id = evaluation?.id ?? (results === undefined ? undefined : baseline?.baseline.evaluation);
  return {
    about: `${nameOf({ typed, evaluation, baseline })}, ${cases}`,
    outcomes,
    ...(id !== undefined && { showCommand: `mlx eval show ${id} --case CASE` }),
  };
}

function nameOf({
  typed,
  evaluation,
  baseline,
}: {
  readonly typed: string;
  readonly evaluation: ComparedSide["evaluation"] | undefined;
  readonly baseline: ComparedSide["baseline"] | undefined;
}): string {
  if (baseline !== undefined) return `${baseline.path}, ${baselineName(baseline.baseline)}`;
  if (evaluation === undefined) return typed;
  return `evaluation ${evaluation.id} of ${formatMoment(evaluation.started)}`;
}
