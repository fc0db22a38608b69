/** Single steps of the work that is done for one pair of texts: about half a second. */
const mostSteps = 60_000_000;

/**
 * Levenshtein's distance of two texts, in UTF-16 units inserted, deleted or replaced. Exact where it is at most `most`; a greater one is
 * only told as greater where the texts are long.
 * @returns undefined where it would take too long to tell.
 * @see E. Ukkonen, Algorithms for approximate string matching (1985): no path of cost t leaves the band of width 2t + 1.
 */
export function levenshteinDistance(
  a: string,
  b: string,
  most: number,
): { readonly distance: number; readonly exact: boolean } | undefined {
  const [left, right] = trimmed(a, b);
  const [longer, shorter] = left.length >= right.length ? [left, right] : [right, left];
  if (shorter.length === 0) return { distance: longer.length, exact: true };
  if ((longer.length + 1) * (shorter.length + 1) <= mostSteps) {
    return { distance: banded(longer, shorter, longer.length), exact: true };
  }
  const band = Math.max(0, Math.floor(most));
  if (longer.length - shorter.length > band)
    return { distance: longer.length - shorter.length, exact: false };
  if ((longer.length + 1) * (2 * band + 1) > mostSteps) return undefined;
  const distance = banded(longer, shorter, band);
  return { distance, exact: distance <= band };
}

/** Without the beginning and the end that both have. */
function trimmed(a: string, b: string): [string, string] {
  let start = 0;
  while (start < a.length && start < b.length && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let end = 0;
  const most = Math.min(a.length, b.length) - start;
  while (end < most && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++;
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
}

/** The distance within a band around the diagonal; more than `band` where it lies outside. */
function banded(longer: string, shorter: string, band: number): number {
  const width = shorter.length;
  const unreachable = longer.length + width + 1;
  let previous = Int32Array.from({ length: width + 1 }, (_, column) =>
    column <= band ? column : unreachable,
  );
  let current = new Int32Array(width + 1).fill(unreachable);
  for (let row = 1; row <= longer.length; row++) {
    const from = Math.max(1, row - band);
    const to = Math.min(width, row + band);
    const unit = longer.charCodeAt(row - 1);
    current[from - 1] = from === 1 && row <= band ? row : unreachable;
    for (let column = from; column <= to; column++) {
      const replaced = (previous[column - 1] ?? 0) + (shorter.charCodeAt(column - 1) === unit ? 0 : 1);
      const removed = (previous[column] ?? 0) + 1;
      const added = (current[column - 1] ?? 0) + 1;
      current[column] = Math.min(replaced, removed, added);
    }
    if (to < width) current[to + 1] = unreachable;
    [previous, current] = [current, previous];
  }
  return previous[width] ?? 0;
}
