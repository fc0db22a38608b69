import type { MetricSummary } from "../../app/runs/metric-summary.js";
import { formatCount } from "../../core/format-bytes.js";
import { formatNumber } from "../../core/format-number.js";
import { formatMoment, relativeTime } from "../../core/format-time.js";
import { shellQuote } from "../../core/shell-quote.js";
import { displayPath } from "../../core/visible-text.js";
import type { RunSummary } from "../../runs/types.js";
import type { WholeRun } from "../../runs/whole-run.js";
import { fitColumns, fittedText } from "../../ui/fit-columns.js";
import type { Ui } from "../../ui/ui.js";
import { codeText, durationText, sampleSparkline, statusStyle, statusText } from "./run-cells.js";
import { contextSections } from "./show-context.js";
import { moreLine, pairLines, type Section } from "./show-lines.js";

export interface ShownRun {
  readonly run: WholeRun;
  readonly metrics: readonly MetricSummary[];
  /** Runs that MLflow clients made inside of it. */
  readonly inside: readonly RunSummary[];
}

/** Everything readable of a run. Without `verbose` long lists are cut. */
export function showText(ui: Ui, shown: ShownRun, now: number): string {
  return sectionsText(ui, showSections(ui, shown, now));
}

/** The same in pieces, those that are not empty: the head has no title. */
export function showSections(ui: Ui, shown: ShownRun, now: number): Section[] {
  const { run } = shown;
  const sections: Section[] = [
    { title: "", lines: headLines(ui, run, now) },
    { title: "params", lines: pairLines(ui, Object.entries(run.params)) },
    { title: "metrics", lines: metricLines(ui, shown.metrics) },
    {
      title: "tags",
      lines: pairLines(
        ui,
        Object.entries(run.tags).filter(([key]) => ui.mode.verbose || isOwnTag(key)),
      ),
    },
    ...contextSections(ui, run),
    { title: "client runs inside", lines: insideLines(ui, shown.inside, now) },
    {
      title: "warnings",
      lines: (run.context.warnings ?? []).map((text) => ui.theme.yellow(displayPath(text))),
    },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

export function sectionsText(ui: Ui, sections: readonly Section[]): string {
  return sections
    .map(({ title, lines }) =>
      title === ""
        ? lines.join("\n")
        : [ui.theme.bold(title), ...lines.map((line) => `  ${line}`)].join("\n"),
    )
    .join("\n\n");
}

/** Tags that clients set by themselves are for programs. */
function isOwnTag(key: string): boolean {
  return !/^(?:mlflow|mlx)\./.test(key);
}

function headLines(ui: Ui, run: WholeRun, now: number): string[] {
  const { theme } = ui;
  const status = statusStyle(theme, run.status)(statusText(run));
  const lasted = `${run.status === "running" ? "for" : "after"} ${durationText(run, now)}`;
  const { command } = run.context;
  const where = command && command.cwd !== "." ? ` (in ${displayPath(command.cwd)})` : "";
  const rows: [string, string][] = [
    ["id", run.id],
    ["status", `${status} ${lasted}${run.deletedAt === undefined ? "" : theme.red(", deleted")}`],
    ["experiment", displayPath(run.experiment)],
    [
      "started",
      `${formatMoment(run.startTime)} (${relativeTime(run.startTime, now)})${run.user ? ` by ${displayPath(run.user)}` : ""}`,
    ],
    ...(command
      ? [
          ["command", `${displayPath(command.argv.map(shellQuote).join(" "))}${where}`] satisfies [
            string,
            string,
          ],
        ]
      : []),
    ["code", codeText(run)],
  ];
  if (run.commandId !== undefined) rows.push(["made inside", run.commandId]);
  return [
    theme.bold(displayPath(run.name)),
    ...rows.map(([label, text]) => `  ${theme.dim(label.padEnd(11))} ${text}`),
  ];
}

function metricLines(ui: Ui, metrics: readonly MetricSummary[]): string[] {
  if (metrics.length === 0) return [];
  const shown = metrics.slice(0, ui.mode.verbose ? metrics.length : 30);
  const cells = (of: (metric: MetricSummary) => string): string[] => shown.map(of);
  const number = (value: number | undefined): string => (value === undefined ? "" : formatNumber(value));
  const table = fitColumns(
    [
      { heading: "metric", cells: cells(({ key }) => displayPath(key)), narrowest: 12 },
      { heading: "latest", cells: cells(({ latest }) => number(latest.value)), right: true },
      { heading: "step", cells: cells(({ latest }) => String(latest.step)), right: true, worth: 3 },
      { heading: "min", cells: cells(({ sample }) => number(sample.low)), right: true, worth: 5 },
      { heading: "max", cells: cells(({ sample }) => number(sample.high)), right: true, worth: 4 },
      {
        heading: "points",
        cells: cells(({ sample }) => formatCount(sample.points)),
        right: true,
        worth: 2,
      },
      {
        heading: "history",
        cells: cells(({ sample }) => sampleSparkline(sample)),
        worth: 6,
        style: (text) => ui.theme.cyan(text),
      },
    ],
    ui.mode.width - 2,
  );
  const text = fittedText(table, ui.theme);
  return [...text.split("\n"), ...moreLine(ui, metrics.length - shown.length)];
}

function insideLines(ui: Ui, inside: readonly RunSummary[], now: number): string[] {
  const shown = inside.slice(0, ui.mode.verbose ? inside.length : 20);
  const lines = shown.map((run) => {
    const metrics = Object.entries(run.metrics).slice(0, 3);
    const values = metrics.map(([key, { value }]) => `${displayPath(key)}=${formatNumber(value)}`).join(" ");
    const status = statusStyle(ui.theme, run.status)(statusText(run));
    return `${run.id}  ${displayPath(run.name)}  ${status} ${durationText(run, now)}  ${values}`.trimEnd();
  });
  return [...lines, ...moreLine(ui, inside.length - shown.length)];
}
