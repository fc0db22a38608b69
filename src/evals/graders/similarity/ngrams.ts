/** How often each run of `n` words occurs. */
export function countNgrams(words: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + n <= words.length; start++) {
    const gram = n === 1 ? (words[start] ?? "") : words.slice(start, start + n).join(" ");
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

/** How many of them both have, each as often as in the side that has it less. */
export function sharedNgrams(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let shared = 0;
  for (const [gram, count] of a) shared += Math.min(count, b.get(gram) ?? 0);
  return shared;
}

/** How many runs of `n` words a text of so many words has. */
export function ngramTotal(words: number, n: number): number {
  return Math.max(0, words - n + 1);
}
