import { countOf, formatCount } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import type { ComparedRow } from "../../runs/compare/compared-row.js";
import { shortId } from "../../runs/short-id.js";
import { shorten } from "../../ui/text-width.js";
import type { Ui } from "../../ui/ui.js";
import { headRows, nothing, valueText } from "./compare-cells.js";
import { metricRows, SideBySide } from "./compare-columns.js";
import type { Compared } from "./compare-document.js";
import { manyRunsTable } from "./compare-many.js";

export interface CompareTextOptions {
  /** Shows what is equal, too. */
  readonly all: boolean;
  readonly now: number;
}

/** Rows of one section that are shown without `--all`. */
const sectionLimit = 20;

/** Runs side by side where they fit, a row each where not; then what else differs. */
export function compareText(
  ui: Ui,
  ledger: RunLedger,
  compared: Compared,
  options: CompareTextOptions,
): string {
  const { comparison } = compared;
  const labels = [
    comparison.params,
    comparison.metrics,
    comparison.data,
    comparison.environment,
    comparison.packages,
  ]
    .flatMap((rows) => rows.filter(({ differs }) => differs || options.all))
    .map((row) => `${displayPath(row.key)}${"direction" in row ? " ↓" : ""}`);
  const side = SideBySide.fitting(
    ui,
    comparison.runs.map(({ id }) => shortId(id)),
    labels,
  );
  const blocks = side
    ? [...sideBySide(ui, ledger, compared, side, options)]
    : [manyRunsTable(ui, comparison), ...differing(ui, compared)];
  return [...blocks, ...codeBlocks(ui, compared, options)].filter((block) => block !== "").join("\n\n");
}

function sideBySide(
  ui: Ui,
  ledger: RunLedger,
  { comparison }: Compared,
  side: SideBySide,
  options: CompareTextOptions,
): string[] {
  const head = headRows(comparison.runs, options.now).filter(
    ({ key, differs }) => key !== "experiment" || differs || options.all,
  );
  const section = (title: string, rows: readonly ComparedRow[], secondary = false): string =>
    rowsBlock(ui, side, { title, rows, all: options.all, secondary });
  return [
    [side.heading(), ...head.map(({ key, values }) => side.row(key, values.map(valueText)))].join("\n"),
    section("params", comparison.params),
    metricRows(ui, ledger, comparison, side, options.all),
    section("data", comparison.data),
    section("outputs", comparison.outputs),
    section("environment", comparison.environment),
    section("packages", comparison.packages),
    options.all ? section("other variables", comparison.otherVariables, true) : "",
  ];
}

function rowsBlock(
  ui: Ui,
  side: SideBySide,
  section: { title: string; rows: readonly ComparedRow[]; all: boolean; secondary: boolean },
): string {
  const { title, rows, all } = section;
  if (rows.length === 0) return "";
  const differing = rows.filter(({ differs }) => differs);
  const wanted = all && !section.secondary ? rows : differing;
  const shown = all ? wanted : wanted.slice(0, sectionLimit);
  const count = countText(differing.length, rows.length);
  if (shown.length === 0) return `${ui.theme.bold(title)}  ${ui.theme.dim(count)}`;
  const lines = shown.map(({ key, values, differs }) => {
    const text = side.row(`  ${displayPath(key)}`, values.map(valueText));
    return differs ? text : ui.theme.dim(text);
  });
  const more = wanted.length - shown.length;
  return [
    `${ui.theme.bold(title)}  ${ui.theme.dim(count)}`,
    ...lines,
    ...(more > 0 ? [ui.theme.dim(`  … ${formatCount(more)} more with --all`)] : []),
  ].join("\n");
}

export function countText(differing: number, total: number): string {
  if (differing === 0) return total === 1 ? "the same" : `all ${formatCount(total)} the same`;
  return `${formatCount(differing)} of ${formatCount(total)} differ`;
}

/** Of many runs only what differs is named, with how many values there are. */
function differing(ui: Ui, { comparison }: Compared): string[] {
  const sections = {
    data: comparison.data,
    outputs: comparison.outputs,
    environment: comparison.environment,
    packages: comparison.packages,
  };
  return Object.entries(sections).flatMap(([title, rows]) => {
    if (rows.length === 0) return [];
    const different = rows.filter(({ differs }) => differs);
    const lines = different.slice(0, sectionLimit).map(({ key, values }) => {
      const kinds = [...new Set(values)];
      const some = kinds
        .slice(0, 4)
        .map((value) => (value === undefined ? nothing : shorten(valueText(value), 24)));
      return `  ${displayPath(key)}  ${ui.theme.dim(`${countOf(kinds.length, "value")}:`)} ${some.join(", ")}${kinds.length > 4 ? ", …" : ""}`;
    });
    const more = different.length - lines.length;
    if (more > 0) lines.push(ui.theme.dim(`  … ${formatCount(more)} more; --json has all`));
    return [
      [`${ui.theme.bold(title)}  ${ui.theme.dim(countText(different.length, rows.length))}`, ...lines].join(
        "\n",
      ),
    ];
  });
}

function codeBlocks(ui: Ui, { code, comparison }: Compared, options: CompareTextOptions): string[] {
  const [first] = comparison.runs;
  const base = first ? shortId(first.id) : "";
  const blocks = code.changes.map(({ runs, paths }) => {
    const others = runs.slice(0, 3).map(shortId).join(", ") + (runs.length > 3 ? `, … (${runs.length})` : "");
    const title = `${ui.theme.bold("code")}  ${base} → ${others}`;
    if (paths === undefined)
      return `${title}  ${ui.theme.dim("not in this clone: a commit, or the snapshot of uncommitted changes")}`;
    const shown = options.all ? paths : paths.slice(0, sectionLimit);
    const lines = shown.map(({ path, added, removed }) => {
      const lines =
        added === undefined ? "binary" : `${ui.theme.green(`+${added}`)} ${ui.theme.red(`-${removed}`)}`;
      return `  ${displayPath(path)}  ${lines}`;
    });
    const more = paths.length - shown.length;
    if (more > 0) lines.push(ui.theme.dim(`  … ${formatCount(more)} more with --all`));
    return [
      `${title}  ${ui.theme.dim(paths.length === 0 ? "no file differs" : `${countOf(paths.length, "file")} changed`)}`,
      ...lines,
    ].join("\n");
  });
  if (code.leftOut > 0)
    blocks.push(ui.theme.dim(`code  ${countOf(code.leftOut, "more state")} of the code, not looked at`));
  if (code.unknown.length > 0) {
    const ids = code.unknown.slice(0, 5).map(shortId).join(", ");
    blocks.push(
      ui.theme.yellow(`uncommitted changes were not kept of: ${ids}${code.unknown.length > 5 ? ", …" : ""}`),
    );
  }
  return blocks;
}
