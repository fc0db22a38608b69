import type { PageRow, PageStatus } from "../page-data.js";
import type { ReportData } from "./report-data.js";

/** Which cases are shown; what is empty or false does not matter. */
export interface CaseFilter {
  readonly search: string;
  readonly status: string;
  readonly prompt: string;
  readonly provider: string;
  /** A type of grader that did not pass. */
  readonly grader: string;
  /** `0` before, `1` after. */
  readonly side: string;
  readonly slices: ReadonlyMap<string, string>;
  readonly flipped: boolean;
  readonly critical: boolean;
}

export type SortKey = "status" | "case" | "score" | "ms" | "usd";

/** A column to sort by; undefined is the order of the suite. */
export type Sorting = { readonly key: SortKey; readonly down: boolean } | undefined;

const ranks: Readonly<Record<PageStatus, number>> = { errored: 0, failed: 1, passed: 2 };

/** Finds rows; what is searched is put together once. */
export class CaseFinder {
  readonly #texts = new Map<PageRow, string>();

  constructor(private readonly data: ReportData) {}

  find(filter: CaseFilter, sorting: Sorting): readonly PageRow[] {
    const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.data.page.rows.filter((row) => this.#fits(row, filter, words));
    if (sorting === undefined) return found;
    const { key, down } = sorting;
    return found.sort((a, b) => compare(a, b, key, down));
  }

  #fits(row: PageRow, filter: CaseFilter, words: readonly string[]): boolean {
    const { prompt, provider, side } = this.data.combination(row);
    return (
      is(filter.status, row.status) &&
      is(filter.prompt, prompt) &&
      is(filter.provider, provider) &&
      is(filter.side, String(side ?? "")) &&
      (!filter.flipped || row.flip !== undefined) &&
      (!filter.critical || row.critical === true) &&
      [...filter.slices].every(([name, value]) => value === "" || row.slices[name] === value) &&
      (filter.grader === "" ||
        row.grades.some(
          (grade) => this.data.grader(grade).type === filter.grader && grade[1] !== "passed",
        )) &&
      words.every((word) => this.#textOf(row).includes(word))
    );
  }

  #textOf(row: PageRow): string {
    const known = this.#texts.get(row);
    if (known !== undefined) return known;
    const { data } = this;
    const text = [
      ...[row.id, row.test ?? "", row.about ?? "", row.error ?? ""],
      ...row.vars.map(([name, value]) => `${name} ${data.text(value)}`),
      ...[data.text(row.output), data.reason(row)],
      ...row.grades.map((grade) => `${data.grader(grade).metric ?? ""} ${data.text(grade[3])}`),
    ]
      .join("\n")
      .toLowerCase();
    this.#texts.set(row, text);
    return text;
  }
}

function is(wanted: string, found: string): boolean {
  return wanted === "" || wanted === found;
}

/** What has no figure comes last, whichever way. */
function compare(a: PageRow, b: PageRow, key: SortKey, down: boolean): number {
  const way = down ? -1 : 1;
  if (key === "case") return way * (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  if (key === "status") return way * (ranks[a.status] - ranks[b.status]);
  const [first, second] = [a[key], b[key]];
  if (first === undefined || second === undefined)
    return Number(first === undefined) - Number(second === undefined);
  return way * (first - second);
}
