import type { PageRow } from "../page-data.js";
import { type CaseColumn, caseColumns } from "./case-columns.js";
import { CaseFinder, type Sorting, type SortKey } from "./case-filter.js";
import { element } from "./elements.js";
import { countText } from "./figures.js";
import type { FilterForm } from "./filter-form.js";
import type { ReportData } from "./report-data.js";

const pageSize = 100;
/** The list of cases: filtered, sorted, a page at a time. */
export class CaseList {
  readonly count = element("p", { class: "count", role: "status", "aria-live": "polite" });
  readonly table = element("table", { class: "list" });
  readonly pages = element("nav", { class: "pages", "aria-label": "Pages of cases" });
  /** Those that fit, on all pages. */
  rows: readonly PageRow[] = [];
  #sorting: Sorting;
  #page = 0;
  readonly #finder: CaseFinder;
  readonly #body = element("tbody");
  readonly #columns: readonly CaseColumn[];
  readonly #headings = new Map<SortKey, HTMLElement>();

  constructor(
    private readonly data: ReportData,
    private readonly form: () => FilterForm,
    private readonly open: (row: PageRow) => void,
  ) {
    this.#finder = new CaseFinder(data);
    this.#columns = caseColumns(data);
    const head = element("tr");
    for (const { heading, sort, style } of this.#columns) {
      const cell = element("th", { scope: "col", class: style === "num" ? style : undefined });
      if (sort === undefined) cell.append(heading);
      else {
        const button = element("button", { type: "button" }, heading);
        button.addEventListener("click", () => this.#sortBy(sort));
        cell.append(button);
        this.#headings.set(sort, cell);
      }
      head.append(cell);
    }
    this.table.append(element("caption", { class: "sr" }, "Cases"), element("thead", {}, head), this.#body);
    this.#body.addEventListener("click", ({ target }) => {
      const place = target instanceof Element ? target.closest("tr")?.dataset["place"] : undefined;
      const row = place === undefined ? undefined : this.rows[Number(place)];
      if (row !== undefined && getSelection()?.isCollapsed !== false) this.open(row);
    });
  }

  /** Finds the rows again, and begins at the first page. */
  update(): void {
    this.rows = this.#finder.find(this.form().filter, this.#sorting);
    const { rows, leftOut } = this.data.page;
    const more = leftOut > 0 ? `; ${countText(leftOut)} more have no row on this page` : "";
    this.count.textContent = `${countText(this.rows.length)} of ${countText(rows.length)} cases${more}`;
    this.#show(0);
  }

  /** Moves to another page; none is skipped past the ends. */
  turn(by: number): void {
    this.#show(this.#page + by);
    this.#focus(0);
  }

  /** Moves the focus from row to row, over to the next page at its end. */
  move(by: number): void {
    const buttons = [...this.#body.querySelectorAll("button")];
    const at = buttons.findIndex((button) => button.matches(":focus"));
    const next = at === -1 ? 0 : at + by;
    if (next >= 0 && next < buttons.length) this.#focus(next);
    else if (at !== -1 && this.#has(this.#page + by)) {
      this.#show(this.#page + by);
      this.#focus(by > 0 ? 0 : pageSize - 1);
    }
  }

  get hasFocus(): boolean {
    return this.#body.contains(document.activeElement);
  }

  /** Puts the focus on a row, on whichever page it is. */
  focusOn(row: PageRow): void {
    const place = this.rows.indexOf(row);
    if (place === -1) return;
    if (Math.floor(place / pageSize) !== this.#page) this.#show(Math.floor(place / pageSize));
    this.#focus(place % pageSize);
  }

  #focus(place: number): void {
    const buttons = this.#body.querySelectorAll("button");
    const button = buttons[Math.min(place, buttons.length - 1)];
    button?.focus();
    button?.closest("tr")?.scrollIntoView({ block: "nearest" });
  }

  #has(page: number): boolean {
    return page >= 0 && page * pageSize < this.rows.length;
  }

  #sortBy(key: SortKey): void {
    const now = this.#sorting;
    this.#sorting = now?.key !== key ? { key, down: false } : now.down ? undefined : { key, down: true };
    for (const [name, cell] of this.#headings) {
      if (this.#sorting?.key !== name) cell.removeAttribute("aria-sort");
      else cell.setAttribute("aria-sort", this.#sorting.down ? "descending" : "ascending");
    }
    this.update();
  }

  #show(page: number): void {
    this.#page = this.#has(page) ? page : 0;
    const from = this.#page * pageSize;
    const shown = this.rows.slice(from, from + pageSize);
    this.#body.replaceChildren(...shown.map((row, place) => this.#rowOf(row, from + place)));
    const last = Math.max(0, Math.ceil(this.rows.length / pageSize) - 1);
    const button = (text: string, by: number, key: string) => {
      const made = element(
        "button",
        { type: "button", disabled: !this.#has(this.#page + by), "aria-keyshortcuts": key },
        text,
      );
      made.addEventListener("click", () => this.turn(by));
      return made;
    };
    this.pages.replaceChildren(
      ...(last === 0
        ? []
        : [button("Previous", -1, "p"), `page ${this.#page + 1} of ${last + 1}`, button("Next", 1, "n")]),
    );
  }

  #rowOf(row: PageRow, place: number): HTMLElement {
    const cells = this.#columns.map(({ style, cell }) => element("td", { class: style }, ...cell(row)));
    return element("tr", { "data-place": place }, ...cells);
  }
}
