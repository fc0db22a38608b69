/** A part of a text that git could not merge; `start` is where its first mark begins, `end` where that line ends. */
export interface ConflictMark {
  /** UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

const mark = /^(?:<{7}|={7}|>{7})(?= |\r?$)[^\r\n]*/gm;

/** Finds conflicts by their three marks, in order: one alone may be a line under a heading. In linear time. */
export function conflictMarks(text: string): ConflictMark[] {
  if (!text.includes("<<<<<<<")) return [];
  const found: ConflictMark[] = [];
  let open: ConflictMark | undefined;
  let isSplit = false;
  for (const { 0: line, index } of text.matchAll(mark)) {
    if (line.startsWith("<")) {
      open = { start: index, end: index + line.length };
      isSplit = false;
    } else if (line.startsWith("=")) isSplit = open !== undefined;
    else if (open && isSplit) {
      found.push(open);
      open = undefined;
    }
  }
  return found;
}
