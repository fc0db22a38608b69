import { shorten, textWidth } from "../../ui/text-width.js";

/** Two texts beside each other, each broken into lines of half the width. @param most lines; longer texts end in `…`. */
export function sideBySide(
  left: string,
  right: string,
  width: number,
  most: number,
): readonly (readonly [left: string, right: string])[] {
  const half = Math.max(8, Math.floor((width - 3) / 2));
  const [a, b] = [fitted(left, half, most), fitted(right, half, most)];
  return Array.from({ length: Math.max(a.length, b.length) }, (_, row) => {
    const cell = a[row] ?? "";
    return [cell + " ".repeat(Math.max(0, half - textWidth(cell))), b[row] ?? ""] as const;
  });
}

function fitted(text: string, width: number, most: number): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/).flatMap((line) => broken(line.replaceAll("\t", "    "), width));
  if (lines.length <= most) return lines;
  const last = shorten(lines[most - 1] ?? "", width - 2).replace(/ ?…$/, "");
  return [...lines.slice(0, most - 1), `${last} …`];
}

/** Between words where there are some, else anywhere. */
function broken(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = line;
  while (textWidth(rest) > width) {
    const head = shorten(rest, width).slice(0, -1);
    const space = head.lastIndexOf(" ");
    const at = space > width / 3 ? space : Math.max(1, head.length);
    lines.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return [...lines, rest];
}
