import { colouredWidth } from "./text-width.js";

/** Breaks a text between words so that each line fits. A word that is longer stays whole. Colours may run over lines. */
export function wrapText(text: string, width: number): string[] {
  if (colouredWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && colouredWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  return lines;
}
