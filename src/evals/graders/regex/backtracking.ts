import { type RegexNode, readRegex } from "./regex-tree.js";
import { regexWork } from "./regex-work.js";

/** Steps that may be taken here: below half a second. What may take more has to run where it can be stopped, or not at all. */
const mostSteps = 50_000_000;
const mostPatterns = 1000;
const trees = new Map<string, RegexNode | undefined>();

/**
 * Whether trying a pattern on a text of `length` characters may take longer than anybody wants to wait. Also for patterns that are not
 * understood: with `m`, `^` is no anchor; with `v`, classes hold classes; with `i`, characters of the other case fit too.
 */
export function mayTakeLong({ source, flags }: RegExp, length: number): boolean {
  if (/[imv]/.test(flags)) return true;
  if (!trees.has(source)) {
    if (trees.size >= mostPatterns) trees.clear();
    trees.set(source, readRegex(source));
  }
  const tree = trees.get(source);
  return tree === undefined || regexWork(tree, length) > mostSteps;
}
