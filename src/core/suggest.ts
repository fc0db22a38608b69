import { fewOf } from "./few-of.js";
import { displayPath } from "./visible-text.js";

/** Damerau–Levenshtein distance with adjacent transpositions (optimal string alignment), in edits. */
function editDistance(a: string, b: string): number {
  const width = b.length + 1;
  let before = new Array<number>(width).fill(0);
  let previous = Array.from({ length: width }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column < width; column++) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      let best = Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, substitution);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) best = Math.min(best, (before[column - 2] ?? 0) + 1);
      current.push(best);
    }
    before = previous;
    previous = current;
  }
  return previous[width - 1] ?? 0;
}

/** The candidate that `typed` was probably meant to be: at most a third of its letters, and two, away. */
export function closest(typed: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.min(2, Math.max(1, Math.floor(typed.length / 3))) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(typed.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The one that is called `typed` and more: `production` for `prod`. */
function begunBy(typed: string, known: readonly string[]): string | undefined {
  const longer = known.filter((name) => name.toLowerCase().startsWith(typed.toLowerCase()));
  return typed.length >= 3 && longer.length === 1 ? longer[0] : undefined;
}

/** How many names a hint lists. */
const listed = 12;

/**
 * What to say where there is nothing of the name that was typed: which was probably meant, and which there are.
 * @param known at least one. @param lead what stands before them: `it has`.
 */
export function namesHint(typed: string, known: readonly string[], lead: string): string {
  const all = `${lead} ${fewOf(known.map(displayPath), listed)}`;
  const meant = closest(typed, known) ?? begunBy(typed, known);
  if (meant === undefined) return all;
  return `did you mean ${displayPath(meant)}?${known.length === 1 ? "" : ` ${all}`}`;
}
