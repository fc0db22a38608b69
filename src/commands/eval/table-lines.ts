import { type FlexibleColumn, fitColumns, fittedText } from "../../ui/fit-columns.js";
import type { Ui } from "../../ui/ui.js";

/** The lines of a table that is made to fit the terminal, its headings first. */
export function tableLines(ui: Ui, columns: readonly FlexibleColumn[]): readonly string[] {
  return fittedText(fitColumns(columns, ui.mode.width), ui.theme).split("\n");
}
