import type { PromptProblem } from "./problem.js";
import type { TextSource } from "./source.js";

/** Where the parts of a prompt's text are. */
export interface PromptParts {
  /** What stands between the `---` lines. */
  readonly yaml?: { readonly text: string; readonly start: number };
  readonly bodyStart: number;
  readonly problem?: PromptProblem;
}

const opening = /^---[ \t]*(?:\r?\n|$)/;
const closing = /^---[ \t]*(?:\r?\n|$)/gm;
/** Something that was meant to be front matter, further down than it may begin. */
const late = /^\s+---[ \t]*\r?\n(?:[A-Za-z_][\w-]*:.*\r?\n|[ #].*\r?\n)+---[ \t]*(?:\r?\n|$)/;

/** Finds the front matter of a prompt: it begins on the first line, or there is none. */
export function splitFrontMatter(source: TextSource): PromptParts {
  const { text } = source;
  const opened = opening.exec(text);
  if (opened === null) {
    if (!late.test(text)) return { bodyStart: 0 };
    const message = "the front matter begins here, and must begin on the first line";
    return {
      bodyStart: 0,
      problem: problemAt(source, text.indexOf("---"), message, "remove what stands above it"),
    };
  }
  const start = opened[0].length;
  closing.lastIndex = start;
  const closed = closing.exec(text);
  if (closed === null) {
    const message = "the front matter that begins here never ends";
    const hint = "put a line that is exactly --- between the front matter and the template";
    return { bodyStart: text.length, problem: problemAt(source, 0, message, hint) };
  }
  const yaml = { text: text.slice(start, closed.index), start };
  return { yaml, bodyStart: closed.index + closed[0].length };
}

function problemAt(source: TextSource, offset: number, message: string, hint: string): PromptProblem {
  const at = source.locate(offset);
  return { rule: "front-matter", ...at, end: { line: at.line, column: at.column + 3 }, message, hint };
}
