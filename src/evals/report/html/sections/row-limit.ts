import { formatCount } from "../../../../core/format-bytes.js";
import { type Markup, markup } from "../../../../core/markup.js";

/** Tables and charts have at most so many rows. */
export const mostRows = 80;

/** Says how many rows a table leaves out; undefined where it has them all. */
export function leftOutNote(total: number): Markup | undefined {
  const left = total - mostRows;
  return left > 0 ? markup`<p class="soft">and ${formatCount(left)} more</p>` : undefined;
}
