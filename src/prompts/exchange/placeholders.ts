import { inputNameFor } from "./input-name.js";
import { output, type Piece, text } from "./template-pieces.js";

const placeholder = /\{\{[ \t]*([A-Za-z_][\w-]*)[ \t]*\}\}/g;

/** A text in which `{{name}}` stands for a value and everything else for itself. */
export function placeholderPieces(
  value: string,
  renamed: (name: string, here: string, index: number) => void,
): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of value.matchAll(placeholder)) {
    const [whole, name = ""] = match;
    const here = inputNameFor(name);
    if (here !== name) renamed(name, here, match.index);
    pieces.push(text(value.slice(at, match.index)), output(here));
    at = match.index + whole.length;
  }
  return [...pieces, text(value.slice(at))];
}
