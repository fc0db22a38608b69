import type { PageRow } from "../page-data.js";
import type { SortKey } from "./case-filter.js";
import { element } from "./elements.js";
import { costText, scoreText, timeText } from "./figures.js";
import { type ReportData, testOf } from "./report-data.js";
import { statusText, tagsOf } from "./status-text.js";

/** A column of the list. */
export interface CaseColumn {
  readonly heading: string;
  /** Absent where sorting by it says nothing. */
  readonly sort?: SortKey;
  /** Of cells and heading. */
  readonly style?: string;
  cell(row: PageRow): readonly (Node | string)[];
}

/** Those of which the cases have something to tell. */
export function caseColumns(data: ReportData): readonly CaseColumn[] {
  const { rows, combinations } = data.page;
  const columns: readonly (CaseColumn | false)[] = [
    { heading: "Status", sort: "status", cell: ({ status }) => [statusText(status)] },
    { heading: "Case", sort: "case", cell: nameOf },
    combinations.length > 1 && {
      ...{ heading: "Prompt × provider", style: "soft" },
      cell: (row) => [askedOf(data, row)],
    },
    { heading: "Reason or output", style: "excerpt", cell: (row) => [excerptOf(data, row)] },
    rows.some(({ score }) => score !== undefined) && {
      ...{ heading: "Score", sort: "score", style: "num" },
      cell: ({ score }) => [scoreText(score)],
    },
    rows.some(({ ms }) => ms !== undefined) && {
      ...{ heading: "Latency", sort: "ms", style: "num" },
      cell: ({ ms }) => [timeText(ms)],
    },
    rows.some(({ usd = 0 }) => usd > 0) && {
      ...{ heading: "Cost", sort: "usd", style: "num" },
      cell: ({ usd }) => [costText(usd)],
    },
  ];
  return columns.filter((column) => column !== false);
}

function nameOf(row: PageRow): readonly (Node | string)[] {
  const repeat = row.repeat === undefined ? "" : ` #${row.repeat + 1}`;
  return [
    element("button", { type: "button", class: "open" }, testOf(row) + repeat),
    ...tagsOf(row).flatMap((tag) => [" ", tag]),
    ...(row.about === undefined ? [] : [element("div", { class: "soft" }, row.about)]),
  ];
}

function askedOf(data: ReportData, row: PageRow): string {
  const { prompt, provider, side } = data.combination(row);
  const which = side === undefined ? "" : side === 0 ? "before · " : "after · ";
  return `${which}${prompt} × ${provider}`;
}

function excerptOf(data: ReportData, row: PageRow): HTMLElement {
  const reason = data.reason(row);
  if (reason !== "") return element("div", { class: `why ${row.status}` }, reason.slice(0, 300));
  return element("div", {}, data.text(row.output).slice(0, 300));
}
