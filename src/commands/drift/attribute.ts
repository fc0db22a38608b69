import type { App } from "../../app/app.js";
import { attributeDrift } from "../../app/drift/attribute-drift.js";
import { readMonitored } from "../../app/drift/find-monitor.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf, formatCount } from "../../core/format-bytes.js";
import { timestamp } from "../../core/format-time.js";
import { namesHint } from "../../core/suggest.js";
import { displayPath } from "../../core/visible-text.js";
import type { AttributedStep, Attribution } from "../../drift/attribution.js";
import { effectText } from "../../drift/figures.js";
import type { DriftMonitor } from "../../drift/monitor.js";
import { fitColumns, fittedText } from "../../ui/fit-columns.js";
import type { Ui } from "../../ui/ui.js";
import { toRepoPath } from "../../workspace/repo-path.js";
import { verdictStyle } from "./verdict-cells.js";

export interface AttributeOptions {
  readonly from: string;
  readonly to: string;
  readonly data?: string;
  readonly column?: string;
}

/** `mlx drift attribute`. Returns the exit code. */
export async function attribute(app: App, name: string, options: AttributeOptions): Promise<ExitCode> {
  const { monitor, baseline } = await readMonitored(app, name);
  const { column } = options;
  if (column !== undefined) requireColumn(monitor, column);
  const path = await dataPath(app, options.data, monitor.data ?? baseline.data.path);
  const { from, to } = options;
  const request = { monitor, baseline, path, from, to, ...(column !== undefined && { column }) };
  const attribution = await attributeDrift(app, request);
  if (app.ui.mode.json) app.ui.json(documentOf(name, path, attribution));
  else app.ui.answer(textOf(app.ui, path, attribution));
  return ExitCode.ok;
}

function requireColumn({ columns, file }: DriftMonitor, column: string): void {
  const names = columns.filter(({ ignored }) => !ignored).map((each) => each.name);
  if (names.includes(column)) return;
  throw new MlxError("MLX_UNKNOWN_COLUMN", `${file} looks at no column ${displayPath(column)}`, {
    hint: namesHint(column, names, "it looks at"),
    exitCode: 2,
  });
}

async function dataPath(app: App, typed: string | undefined, usual: string): Promise<string> {
  if (typed !== undefined)
    return toRepoPath((await app.workspace()).root, app.cwd, typed.replace(/\.mlx$/, ""));
  if (!/^[a-z0-9]+:\/\//i.test(usual)) return usual;
  throw new MlxError("MLX_USAGE", `the monitor's data is ${usual}, which no commit tracks`, {
    hint: "name a tracked file: --data FILE",
    exitCode: 2,
  });
}

function documentOf(name: string, path: string, { steps, moved, reason }: Attribution) {
  return {
    monitor: name,
    data: path,
    moved: moved ? stepDocument(moved) : null,
    reason,
    commits: steps.map(stepDocument),
  };
}

function stepDocument({ commit, time, author, subject, ...step }: AttributedStep) {
  return { commit, time: timestamp(time), author, subject, ...step };
}

function textOf(ui: Ui, path: string, { steps, moved, reason }: Attribution): string {
  const { theme } = ui;
  const style = (text: string, row: number) => {
    const step = steps[row];
    return step?.verdict === undefined ? theme.dim(text) : verdictStyle(theme, step.verdict)(text);
  };
  const mark = (step: AttributedStep) => (step === moved ? "→" : "");
  const table = fitColumns(
    [
      { heading: "", cells: steps.map(mark), style: (text) => theme.bold(text) },
      { heading: "commit", cells: steps.map(({ commit }) => commit.slice(0, 8)) },
      { heading: "date", cells: steps.map(({ time }) => timestamp(time).slice(0, 10)), worth: 1 },
      {
        heading: "rows",
        cells: steps.map(({ rows }) => (rows === undefined ? "" : formatCount(rows))),
        right: true,
        worth: 1,
      },
      { heading: "verdict", cells: steps.map(verdictText), style, widest: 40, narrowest: 12 },
      { heading: "farthest", cells: steps.map(farthestText), worth: 3 },
      {
        heading: "subject",
        cells: steps.map(({ subject }) => displayPath(subject)),
        narrowest: 16,
        worth: 2,
      },
    ],
    ui.mode.width,
  );
  const title =
    moved === undefined
      ? `${displayPath(path)}: ${reason}`
      : `${displayPath(path)}: moved by ${moved.commit.slice(0, 8)} of ${displayPath(moved.author)}, ${JSON.stringify(moved.subject)}; ${reason}`;
  return [
    theme.bold(title),
    theme.dim(`the state at the beginning, then ${countOf(steps.length - 1, "commit")} that changed it`),
    fittedText(table, theme),
  ].join("\n");
}

function verdictText({ verdict, problem, sha256 }: AttributedStep): string {
  if (verdict !== undefined) return verdict;
  if (problem !== undefined) return displayPath(problem);
  return sha256 === undefined ? "not there" : "unknown";
}

/** `wind 3.1×`: as a multiple of what would be drift. */
function farthestText({ column, distance }: AttributedStep): string {
  return column === undefined ? "" : `${displayPath(column)} ${effectText(distance ?? 0)}×`;
}
