import { colouredWidth } from "./text-width.js";

/**
 * Breaks a text between words so that each line fits. A word that is longer is broken after commas, so that the value of a list may be; one
 * without commas stays whole. Colours may run over lines.
 * @param width columns of a terminal.
 */
export function wrapText(text: string, width: number): string[] {
  if (colouredWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    for (const [part, piece] of pieces(word, width).entries()) {
      const longer = part > 0 || line === "" ? line + piece : `${line} ${piece}`;
      if (line !== "" && colouredWidth(longer) > width) {
        lines.push(line.trimEnd());
        line = piece;
      } else line = longer;
    }
  }
  lines.push(line);
  return lines;
}

/** As `wrapText`, with what the text is indented by before each line. @param deeper columns by which lines after the first are indented further. */
export function wrapIndented(text: string, width: number, deeper = 2): string[] {
  const indent = /^ */.exec(text)?.[0] ?? "";
  const [first = "", ...more] = wrapText(text.slice(indent.length), width - indent.length - deeper);
  return [indent + first, ...more.map((line) => indent + " ".repeat(deeper) + line)];
}

function pieces(word: string, width: number): string[] {
  return colouredWidth(word) <= width ? [word] : word.split(/(?<=,)/);
}
