import type { Reproduction } from "../../app/runs/reproduce/reproduce.js";
import { formatDifference, formatNumber } from "../../core/format-number.js";
import { displayPath } from "../../core/visible-text.js";
import { shortId } from "../../runs/short-id.js";
import type { Ui } from "../../ui/ui.js";

/** Rows of a table that people still read; `--json` has all. */
const readable = 30;

/** The document of `runs reproduce --json`. */
export function reproductionDocument(reproduction: Reproduction): Record<string, unknown> {
  const { record, environment } = reproduction;
  return {
    run: record.id,
    reproduction: reproduction.reproduction ?? null,
    grade: reproduction.grade,
    verdict: reproduction.verdict,
    reasons: reproduction.reasons,
    hints: [...new Set(reproduction.obstacles.flatMap(({ hint }) => hint ?? []))],
    outputs: reproduction.outputs,
    metrics: reproduction.metrics,
    environment: {
      same: environment === undefined ? null : environment.length === 0,
      differences: environment ?? [],
    },
    worktree: reproduction.worktree ?? null,
  };
}

/** Outputs, metrics and environment side by side, and the verdict on a line of its own. */
export function reproductionText(ui: Ui, reproduction: Reproduction): string {
  const { record, reproduction: id, verdict, grade, reasons } = reproduction;
  const good = grade === "identical" || grade === "within_tolerance";
  const style = good ? ui.theme.green : ui.theme.red;
  return [
    `run ${shortId(record.id)} (${displayPath(record.name)}), reproduced as ${id === undefined ? "" : shortId(id)}`,
    outputLines(ui, reproduction),
    metricLines(ui, reproduction),
    environmentLines(reproduction),
    [style(verdict), ...reasonLines(reasons)].join("\n"),
  ]
    .filter((text) => text !== "")
    .join("\n\n");
}

/** Reasons that are more than these stand in the tables. */
const reasonsAtMost = 5;

function reasonLines(reasons: readonly string[]): string[] {
  const lines = reasons.slice(0, reasonsAtMost).map((text) => `  ${displayPath(text)}`);
  const left = reasons.length - lines.length;
  return left > 0 ? [...lines, `  … ${left} more`] : lines;
}

function outputLines(ui: Ui, { outputs }: Reproduction): string {
  const rows = outputs.map(({ path, recorded, now, same }) => [
    displayPath(path),
    recorded?.slice(0, 12) ?? "none",
    now?.slice(0, 12) ?? "none",
    same ? "same" : "differs",
  ]);
  return cutTable(ui, ["output", "recorded", "now", ""], rows, []);
}

function metricLines(ui: Ui, { metrics }: Reproduction): string {
  const number = (value: number | null) => (value === null ? "none" : formatNumber(value));
  const rows = metrics.map(({ key, recorded, now, difference, within, sameHistory }) => [
    displayPath(key),
    number(recorded),
    number(now),
    difference === null ? "" : formatDifference(difference),
    sameHistory ? "same" : within ? "within tolerance" : "differs",
  ]);
  return cutTable(ui, ["metric", "recorded", "now", "difference", ""], rows, [1, 2, 3]);
}

function environmentLines({ environment }: Reproduction): string {
  if (environment === undefined || environment.length === 0) return "";
  const lines = environment
    .slice(0, readable)
    .map(
      ({ what, recorded, now }) => `  ${displayPath(`${what}: ${recorded ?? "none"} → ${now ?? "none"}`)}`,
    );
  const left = environment.length - lines.length;
  return ["environment", ...lines, ...(left > 0 ? [`  … ${left} more in --json`] : [])].join("\n");
}

/** Rows that differ come first, so that none of them is cut off before one that is the same. */
function cutTable(ui: Ui, headings: string[], rows: readonly string[][], right: number[]): string {
  if (rows.length === 0) return "";
  const sorted = [...rows].sort((a, b) => Number(a.at(-1) === "same") - Number(b.at(-1) === "same"));
  const shown = ui.table(headings, sorted.slice(0, readable), { right });
  return rows.length > readable ? `${shown}\n… ${rows.length - readable} more in --json` : shown;
}
