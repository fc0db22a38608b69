import { countOf } from "../../core/format-bytes.js";
import { formatMoment } from "../../core/format-time.js";
import { type Markup, markup } from "../../core/markup.js";
import { mlxVersion } from "../../core/version.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import type { ComparedRow } from "../../runs/compare/compared-row.js";
import { shortId } from "../../runs/short-id.js";
import type { WholeRun } from "../../runs/whole-run.js";
import { htmlPage } from "../../ui/html/page.js";
import { htmlTable } from "../../ui/html/table.js";
import { headRows, nothing } from "./compare-cells.js";
import type { Compared } from "./compare-document.js";
import { clip, leftOut, runLabel } from "./compare-page-cells.js";
import { chartSection } from "./compare-page-charts.js";
import { metricSection } from "./compare-page-metrics.js";
import { countText } from "./compare-text.js";
import { shortDigest } from "./run-cells.js";

/** Cells that a table may have: with all tables and curves the page stays below 1 MB. */
const maxCells = 2500;

/** The page of `runs compare --html`. */
export function comparePage(ledger: RunLedger, { comparison, code }: Compared, now: number): string {
  const { runs } = comparison;
  const title = runs.length === 2 ? runs.map(({ name }) => name).join(" and ") : countOf(runs.length, "run");
  const section = (name: string, rows: readonly ComparedRow[]): Markup | undefined =>
    rowSection(name, rows, runs);
  const overview = runSection(runs, now);
  const short = runs.length <= 12;
  return htmlPage(
    `Comparison of ${title}`,
    markup`<h1>Comparison of ${clip(title)}</h1>
<p class="soft">Differences are against <strong>${clip(runs[0]?.name ?? "")}</strong>, the first one. Made by mlx ${mlxVersion}, ${formatMoment(now)}.</p>
${short ? overview : undefined}
${chartSection(ledger, comparison)}
${metricSection(comparison)}
${short ? undefined : overview}
${section("Parameters", comparison.params)}
${section("Data", comparison.data)}
${section("Outputs", comparison.outputs)}
${codeSection({ code, runs })}
${section("Environment", comparison.environment)}
${section("Packages", comparison.packages)}
`,
  );
}

function runSection(runs: readonly WholeRun[], now: number): Markup {
  const heads = headRows(runs, now).filter(({ key }) => key !== "name");
  const rows = runs.map((run, place) => ({
    heading: runLabel(run, place),
    cells: heads.map(({ key, values }) =>
      key === "started" ? formatMoment(run.startTime) : clip(values[place] ?? ""),
    ),
  }));
  const shown = rows.slice(0, 200);
  return markup`<h2>Runs</h2>\n${htmlTable(
    "run",
    heads.map(({ key }) => key),
    shown,
  )}${leftOut(rows.length - shown.length, "run")}`;
}

/** What differs is open to see, what is equal folded away. Many runs make columns of keys, so that the rows stay runs. */
function rowSection(
  name: string,
  rows: readonly ComparedRow[],
  runs: readonly WholeRun[],
): Markup | undefined {
  if (rows.length === 0) return undefined;
  const different = rows.filter(({ differs }) => differs);
  const equal = rows.filter(({ differs }) => !differs);
  const limit = Math.max(4, Math.floor(maxCells / runs.length));
  const shown = different.slice(0, limit);
  const table = shown.length === 0 ? undefined : rowTable(shown, runs);
  const same = equal
    .slice(0, 300)
    .map(({ key, values }) => ({ heading: clip(key), cells: [clip(values[0] ?? nothing)] }));
  const folded =
    same.length === 0
      ? undefined
      : markup`<details><summary>${countOf(equal.length, "value")} the same in all runs</summary>${htmlTable("", ["value"], same)}${leftOut(equal.length - same.length, "value")}</details>`;
  return markup`<h2>${name} <span class="soft">${countText(different.length, rows.length)}</span></h2>\n${table}${leftOut(different.length - shown.length, "row")}${folded}`;
}

function rowTable(rows: readonly ComparedRow[], runs: readonly WholeRun[]): Markup {
  const cell = (value: string | undefined): string => clip(shortDigest(value ?? nothing));
  if (runs.length <= 8) {
    const body = rows.map(({ key, values }) => ({
      heading: clip(key),
      cells: values.map(cell),
      classes: "differs",
    }));
    return htmlTable("", runs.map(runLabel), body);
  }
  const body = runs.map((run, place) => ({
    heading: runLabel(run, place),
    cells: rows.map(({ values }) => {
      const text = cell(values[place]);
      return values[place] === values[0] ? text : markup`<b>${text}</b>`;
    }),
  }));
  return htmlTable(
    "run",
    rows.map(({ key }) => clip(key, 40)),
    body,
  );
}

function codeSection({
  code,
  runs,
}: {
  code: Compared["code"];
  runs: readonly WholeRun[];
}): Markup | undefined {
  const [first] = runs;
  if (code.changes.length === 0 || first === undefined) return undefined;
  const parts = code.changes.map(({ runs: ids, paths }) => {
    const others = ids.slice(0, 6).map(shortId).join(", ") + (ids.length > 6 ? ", …" : "");
    const rows = (paths ?? []).slice(0, 100).map(({ path, added, removed }) => ({
      heading: markup`<code>${clip(path)}</code>`,
      cells: [
        added === undefined
          ? "binary"
          : markup`<span class="good">+${added}</span> <span class="bad">-${removed}</span>`,
      ],
    }));
    const said =
      paths === undefined
        ? "not in the clone that made this page: a commit, or the snapshot of uncommitted changes"
        : `${countOf(paths.length, "file")} changed`;
    return markup`<p>${shortId(first.id)} → ${others}: ${said}</p>${rows.length > 0 ? htmlTable("path", ["lines"], rows) : undefined}${leftOut((paths?.length ?? 0) - rows.length, "file")}`;
  });
  return markup`<h2>Code</h2>\n${parts}`;
}
