/** Cells of the table that are looked at for one pair: below half a second. */
const mostCells = 60_000_000;

/** Length of the longest common subsequence of two lists of words; undefined where they are too long for it. */
export function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number | undefined {
  if (a.length * b.length > mostCells) return undefined;
  const [ours, theirs] = numbered(a, b);
  let previous = new Int32Array(theirs.length + 1);
  let current = new Int32Array(theirs.length + 1);
  for (const word of ours) {
    for (let column = 1; column <= theirs.length; column++) {
      current[column] =
        theirs[column - 1] === word
          ? (previous[column - 1] ?? 0) + 1
          : Math.max(previous[column] ?? 0, current[column - 1] ?? 0);
    }
    [previous, current] = [current, previous];
  }
  return previous[theirs.length] ?? 0;
}

/** Words as numbers, which compare faster. */
function numbered(a: readonly string[], b: readonly string[]): [Int32Array, Int32Array] {
  const numbers = new Map<string, number>();
  const numberOf = (word: string): number => {
    const number = numbers.get(word) ?? numbers.size;
    numbers.set(word, number);
    return number;
  };
  return [Int32Array.from(a, numberOf), Int32Array.from(b, numberOf)];
}
