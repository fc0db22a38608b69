import { type Markup, markup } from "../../core/markup.js";

type Cell = Markup | string;

export interface HtmlTableRow {
  readonly heading: Cell;
  readonly cells: readonly Cell[];
  /** Names of the page's styles: `differs`, `number`. */
  readonly classes?: string;
}

/** A table with headings over its columns and before its rows; it scrolls on its own where it is too wide. */
export function htmlTable(corner: Cell, headings: readonly Cell[], rows: readonly HtmlTableRow[]): Markup {
  const head = [corner, ...headings].map((text) => markup`<th scope="col">${text}</th>`);
  const body = rows.map(
    ({ heading, cells, classes }) =>
      markup`<tr${classes ? markup` class="${classes}"` : undefined}><th scope="row">${heading}</th>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>\n`,
  );
  return markup`<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>\n${body}</tbody></table></div>`;
}
