/** The lines between which everything is mlx's, in shell scripts and in YAML. */
export const blockStart = "# >>> mlx >>>";
export const blockEnd = "# <<< mlx <<<";

/** Stands in a block that is all there is in its file. */
export const madeByMlx = "this file";

const block = /^[ \t]*# >>> mlx >>>[^\n]*\n(?:[^\n]*\n)*?[ \t]*# <<< mlx <<<[^\n]*(?:\n|$)/m;
const everyBlock = new RegExp(block.source, "gm");
const shells =
  /^#![ \t]*(?:\S*\/)?(?:env[ \t]+(?:-S[ \t]+)?)?(?:\S*\/)?(?:sh|bash|dash|ash|ksh|mksh|zsh)(?:\.exe)?(?:[ \t]|\r?\n|$)/;

/** The lines of mlx in a text, their markers too. */
export function blockIn(text: string): string | undefined {
  return block.exec(text)?.[0];
}

/** Whether one of the two markers stands alone, so that nobody can say what between them is mlx's. */
export function isBroken(text: string): boolean {
  const rest = text.replace(everyBlock, "");
  return rest.includes(blockStart) || rest.includes(blockEnd);
}

/** Whether a script's first line names a shell that understands POSIX syntax. */
export function isShellScript(text: string): boolean {
  return shells.test(text);
}

/** The text with a block behind its `#!` line, or at the beginning where it has none. */
export function withBlock(text: string, lines: string): string {
  const first = /^#![^\n]*(\n|$)/.exec(text);
  return insertLines(text, first?.[0].length ?? 0, lines);
}

/**
 * The text with whole lines put in at an offset. Behind a last line without a line end they have none either, which is how
 * `withoutBlocks` knows what to leave.
 */
export function insertLines(text: string, offset: number, lines: string): string {
  const unfinished = offset > 0 && text[offset - 1] !== "\n";
  const inserted = unfinished ? `\n${lines.replace(/\n$/, "")}` : lines;
  return `${text.slice(0, offset)}${inserted}${text.slice(offset)}`;
}

/** The text with another block in the place of the one that it has. */
export function replaceBlock(text: string, lines: string): string {
  return text.replace(block, (old) => (old.endsWith("\n") ? lines : lines.replace(/\n$/, "")));
}

/** The text as it was before any block was put in. */
export function withoutBlocks(text: string): string {
  const rest = text.replace(everyBlock, "");
  return /# <<< mlx <<<[^\n]*$/.test(text) ? rest.replace(/\n$/, "") : rest;
}
