import type { ProvenJudge, ProvenJudges } from "../../app/evals/judging/prove-judges.js";
import { shortEvaluationId } from "../../app/evals/select-evaluation.js";
import { countOf, formatCount } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import type { JudgeReport } from "../../evals/judge-proof/judge-report.js";
import { categoriesOf } from "../../evals/judge-proof/label-scale.js";
import { percentText } from "../../evals/report/figures.js";
import type { Suite } from "../../evals/types.js";
import { landisKoch } from "../../stats/agreement/landis-koch.js";
import type { Ui } from "../../ui/ui.js";
import { wrapText } from "../../ui/wrap-text.js";
import { confusionLines } from "./confusion-lines.js";
import { biasLines } from "./judge-bias-lines.js";
import { gateSayings } from "./judge-gates.js";
import { tableLines } from "./table-lines.js";

const mostDifferences = 8;
/** From this share of one label on κ says little of the others. */
const lopsided = 0.85;

/** What was found out about judges, one after the other. */
export function judgeLines(ui: Ui, suite: Suite, found: ProvenJudges): readonly string[] {
  return found.proven.flatMap((one, place) => [
    ...(place > 0 ? ["", ""] : []),
    ...headLines(ui, suite, one.report, found),
    "",
    ...confusionLines(ui.theme, one.report.matrix, categoriesOf(one.report.scale)),
    "",
    ...figureLines(ui, one.report),
    ...biasLines(one.report).flatMap((line) => wrapped(ui, line)),
    ...differenceLines(ui, one),
    "",
    ...gateSayings(suite, one.report, found).flatMap(({ passed, reason, kappa, own }) => {
      const lead = own ? "the suite's gate" : "a gate";
      const said = passed ? ui.theme.green("would pass") : ui.theme.yellow("would be inconclusive");
      return wrapped(ui, `${lead} judge: {kappa: ${kappa}} ${said}: ${reason}`);
    }),
  ]);
}

function headLines(
  ui: Ui,
  suite: Suite,
  report: JudgeReport,
  { labels, evaluation, cases }: ProvenJudges,
): readonly string[] {
  const { grader, model, n } = report;
  const judge = model === undefined ? "a model without a name" : displayPath(model);
  const name = ui.theme.bold(`${displayPath(suite.name)} · ${displayPath(grader)}`);
  return wrapped(
    ui,
    `${name}, judged by ${judge}: ${countOf(n, "label")} of ${displayPath(labels.path)} on ${formatCount(cases)} answers of ${shortEvaluationId(evaluation.id)}`,
  );
}

function figureLines(ui: Ui, report: JudgeReport): readonly string[] {
  const { kappa, interval, agreement, expected, n, milder, stricter, errored, prevalence, weights } = report;
  const weighted = weights === "none" ? "" : `, ${weights} weights`;
  const range = interval === undefined ? "" : ` (95% interval ${interval.map(two).join(" to ")}${weighted})`;
  const reading =
    kappa === null
      ? `κ is undefined: ${report.undefinedBecause ?? ""}; label answers of the other kind, too`
      : `κ ${two(kappa)}${range}: ${landisKoch(kappa)} agreement beyond chance, by the rule of thumb of Landis and Koch`;
  return [
    ...wrapped(ui, reading).map(kappa === null ? ui.theme.yellow : ui.theme.bold),
    ...wrapped(
      ui,
      `agreement ${percentText(agreement)} of ${countOf(n, "answer")}, of which chance alone would give ${percentText(expected)}`,
    ),
    ...(milder + stricter === 0
      ? []
      : [
          `the judge is milder than people ${countOf(milder, "time")}, stricter ${countOf(stricter, "time")}`,
        ]),
    ...(errored === 0 ? [] : [ui.theme.yellow(`${countOf(errored, "labelled answer")} it could not judge`)]),
    ...(prevalence < lopsided || kappa === null || kappa > 0.8
      ? []
      : wrapped(
          ui,
          `${percentText(prevalence)} of the labels are alike: so few of the others make κ low and unsure even where both agree on most answers; label more of the others`,
        )),
  ];
}

function differenceLines(ui: Ui, { differences }: ProvenJudge): readonly string[] {
  if (differences.length === 0) return [];
  const shown = differences.slice(0, mostDifferences);
  const table = tableLines(ui, [
    { heading: "differ most", cells: shown.map(({ id }) => displayPath(id)), widest: 32 },
    { heading: "people", cells: shown.map(({ people }) => people) },
    {
      heading: "judge",
      cells: shown.map(({ judge, score }) =>
        score === undefined || score === 0 || score === 1 ? judge : `${judge} ${two(score)}`,
      ),
    },
    {
      heading: "the judge's reason",
      cells: shown.map(({ reason }) => displayPath(reason.replace(/\s+/g, " "))),
      narrowest: 20,
    },
  ]);
  const more = differences.length - shown.length;
  return ["", ...table, ...(more > 0 ? [ui.theme.dim(`${formatCount(more)} more with --json`)] : [])];
}

function wrapped(ui: Ui, text: string): readonly string[] {
  return wrapText(text, Math.max(40, ui.mode.width - 2)).map((line, place) =>
    place === 0 ? line : `  ${line}`,
  );
}

function two(value: number): string {
  return value.toFixed(2);
}
