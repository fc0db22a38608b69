import { type RegexNode, readRegex } from "./regex-tree.js";
import { regexWork } from "./regex-work.js";

/** Steps that may be taken here: below half a second. What may take more has to run where it can be stopped, or not at all. */
const mostSteps = 50_000_000;
const mostPatterns = 1000;
/** A pattern, and the longest text so far on which it is quick: on a shorter one it is, too. */
interface Known {
  readonly tree: RegexNode | undefined;
  quickUpTo: number;
}

const patterns = new Map<string, Known>();

/**
 * Whether trying a pattern on a text of `length` characters may take longer than anybody wants to wait. Also for patterns that are not
 * understood: with `m`, `^` is no anchor; with `v`, classes hold classes; with `i`, characters of the other case fit too.
 */
export function mayTakeLong({ source, flags }: RegExp, length: number): boolean {
  if (/[imv]/.test(flags)) return true;
  let known = patterns.get(source);
  if (known === undefined) {
    if (patterns.size >= mostPatterns) patterns.clear();
    known = { tree: readRegex(source), quickUpTo: -1 };
    patterns.set(source, known);
  }
  if (length <= known.quickUpTo) return false;
  if (known.tree === undefined || regexWork(known.tree, length) > mostSteps) return true;
  known.quickUpTo = length;
  return false;
}
