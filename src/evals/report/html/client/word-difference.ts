/** A piece of a text, and whether the other text has it. */
export interface Piece {
  readonly text: string;
  readonly same: boolean;
}

/** Comparing takes the product of the lengths: longer texts are told apart by their ends alone. */
const mostCells = 1_500_000;

/** Word by word what two texts have in common: the longest common subsequence of words, spaces and signs. */
export function wordDifference(
  a: string,
  b: string,
): readonly [before: readonly Piece[], after: readonly Piece[]] {
  const [first, second] = [wordsOf(a), wordsOf(b)];
  let start = 0;
  while (start < Math.min(first.length, second.length) && first[start] === second[start]) start++;
  let end = 0;
  const most = Math.min(first.length, second.length) - start;
  while (end < most && first[first.length - 1 - end] === second[second.length - 1 - end]) end++;
  const [innerA, innerB] = [first.slice(start, first.length - end), second.slice(start, second.length - end)];
  const [keptA, keptB] = common(innerA, innerB);
  const around = (words: readonly string[], kept: ReadonlySet<number>) =>
    pieces(words, (place) => place < start || place >= words.length - end || kept.has(place - start));
  return [around(first, keptA), around(second, keptB)];
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

/** Places of the words on each side that belong to the longest common subsequence. */
function common(
  a: readonly string[],
  b: readonly string[],
): readonly [ReadonlySet<number>, ReadonlySet<number>] {
  const [keptA, keptB] = [new Set<number>(), new Set<number>()];
  const columns = b.length + 1;
  if ((a.length + 1) * columns > mostCells) return [keptA, keptB];
  const lengths = new Uint16Array((a.length + 1) * columns);
  const at = (i: number, j: number) => lengths[i * columns + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * columns + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      keptA.add(i++);
      keptB.add(j++);
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return [keptA, keptB];
}

/** Neighbours of one kind are put together; a space between two words that differ goes with them. */
function pieces(words: readonly string[], isSame: (place: number) => boolean): readonly Piece[] {
  const same = words.map((_, place) => isSame(place));
  const found: { text: string; same: boolean }[] = [];
  for (const [place, word] of words.entries()) {
    const isBetween = word.trim() === "" && same[place - 1] === false && same[place + 1] === false;
    const kind = same[place] === true && !isBetween;
    const last = found.at(-1);
    if (last?.same === kind) last.text += word;
    else found.push({ text: word, same: kind });
  }
  return found;
}
