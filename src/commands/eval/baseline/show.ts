import type { App } from "../../../app/app.js";
import { requireBaseline } from "../../../app/evals/baselines.js";
import { suiteNameOf } from "../../../app/evals/suite-name.js";
import { ExitCode } from "../../../core/exit-codes.js";
import { countOf, formatCount } from "../../../core/format-bytes.js";
import { formatMoment } from "../../../core/format-time.js";
import { displayPath } from "../../../core/visible-text.js";
import type { Baseline } from "../../../evals/outcomes/baseline.js";
import { scoreText } from "../../../evals/report/figures.js";
import type { Ui } from "../../../ui/ui.js";
import { baselineDocument, baselineFigures } from "./baseline-document.js";

/** `mlx eval baseline show` */
export async function show(app: App, typed: string): Promise<ExitCode> {
  const { path, baseline } = await requireBaseline(app, await suiteNameOf(app, typed));
  if (app.ui.mode.json) app.ui.json({ path, ...baselineDocument(baseline), cases: baseline.cases });
  else app.ui.answer(text(app.ui, path, baseline));
  return ExitCode.ok;
}

function text(ui: Ui, path: string, baseline: Baseline): string {
  const { summary, author, evaluation, commit, dirty, message, partial, judges } = baseline;
  const failed = baseline.cases.filter(({ passed, graded }) => passed < graded);
  const critical = baseline.cases.filter((outcome) => outcome.critical);
  const metrics = Object.entries(summary.metrics).map(([name, value]) => `${name} ${scoreText(value)}`);
  const lines: readonly (readonly [string, string])[] = [
    ["evaluation", `${evaluation}, ${formatMoment(Date.parse(baseline.ran))}`],
    ["accepted", `${formatMoment(Date.parse(baseline.time))} by ${author.name} <${author.email}>`],
    ...(message === undefined ? [] : [["message", message] as const]),
    [
      "commit",
      commit === undefined
        ? "none"
        : `${commit.slice(0, 12)}${dirty ? ", with changes that were not committed" : ""}`,
    ],
    ...(partial === undefined ? [] : [["a part", partial.join(", ")] as const]),
    ["prompts", baseline.prompts.join(", ")],
    ["providers", baseline.providers.join(", ")],
    ...(judges.length === 0
      ? []
      : [
          [
            "judges",
            [...new Set(judges.map(({ model }) => model ?? "a model without a name"))].join(", "),
          ] as const,
        ]),
    [
      "cases",
      `${formatCount(summary.cases)}, ${baselineFigures(summary)}, ${formatCount(failed.length)} not passed in full, ${formatCount(critical.length)} critical`,
    ],
    ...(metrics.length === 0 ? [] : [["metrics", metrics.join(", ")] as const]),
    ["rests on", countOf(Object.keys(baseline.digests).length, "file")],
  ];
  const title = `${ui.theme.bold(displayPath(baseline.suite))}: ${path}`;
  return [title, ...lines.map(([name, value]) => `  ${name.padEnd(10)}  ${displayPath(value)}`)].join("\n");
}
