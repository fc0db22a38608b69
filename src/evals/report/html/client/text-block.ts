import type { PageRow, PageText } from "../page-data.js";
import { element } from "./elements.js";
import { countText } from "./figures.js";
import type { ReportData } from "./report-data.js";
import type { Piece } from "./word-difference.js";

/** A text as it is, and how much of it is not here. @param pieces what of it differs from another text. */
export function textBlock(
  data: ReportData,
  row: PageRow,
  text: PageText,
  pieces?: readonly Piece[],
  mark: "del" | "ins" = "ins",
): readonly HTMLElement[] {
  const leftOut = data.leftOut(text);
  const block = element("pre", { class: "text", tabindex: 0 });
  if (pieces === undefined) block.append(data.text(text));
  else block.append(...pieces.map((piece) => (piece.same ? piece.text : element(mark, {}, piece.text))));
  if (leftOut === 0) return [block];
  const command = data.showCommand(row);
  const where = command === undefined ? [] : ["; all of it: ", element("code", {}, command)];
  return [
    block,
    element("p", { class: "cut" }, `${countText(leftOut)} characters are left out here`, ...where),
  ];
}
