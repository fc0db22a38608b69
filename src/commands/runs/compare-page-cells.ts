import { countOf } from "../../core/format-bytes.js";
import { type Markup, markup } from "../../core/markup.js";
import { shortId } from "../../runs/short-id.js";
import type { WholeRun } from "../../runs/whole-run.js";
import { curveHue } from "../../ui/html/curve-colour.js";

/** Characters of a value. */
const maxText = 120;

/** A run's name under its colour. */
export function runLabel(run: WholeRun, place: number): Markup {
  return markup`<span class="swatch" style="--h:${curveHue(place)}"></span>${clip(run.name, 40)} <span class="soft">${shortId(run.id)}</span>`;
}

/** Says that something is not on the page. */
export function leftOut(count: number, noun: string): Markup | undefined {
  return count > 0
    ? markup`<p class="soft">${countOf(count, `more ${noun}`)}: mlx runs compare --json has all.</p>`
    : undefined;
}

export function clip(text: string, length = maxText): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
