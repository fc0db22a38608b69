import { countNgrams, ngramTotal, sharedNgrams } from "./ngrams.js";

/** Taken for a precision of nothing, so that one missing order does not make the whole score nothing. */
const leastPrecision = 1e-7;

/**
 * BLEU of one sentence against one or several references, 0 to 1: the geometric mean of the precisions of runs of 1 to 4 words (orders
 * that the sentence is too short for are left out), times the brevity penalty against the reference of the nearest length. Words are
 * lower-cased and stand between white space. As promptfoo computes it: of each order the best single reference counts.
 * @param weights of the four orders; not negative, summing to 1.
 * @see Papineni, Roukos, Ward, Zhu: BLEU (ACL 2002)
 */
export function bleu(
  candidate: string,
  references: readonly string[],
  weights: readonly number[] = [0.25, 0.25, 0.25, 0.25],
): number {
  const words = wordsOf(candidate);
  if (words.length === 0 || references.length === 0) return 0;
  const others = references.map(wordsOf);
  let [logs, used] = [0, 0];
  for (const [index, weight] of weights.entries()) {
    const total = ngramTotal(words.length, index + 1);
    if (total === 0) continue;
    const counts = countNgrams(words, index + 1);
    const best = Math.max(...others.map((other) => sharedNgrams(counts, countNgrams(other, index + 1))));
    logs += weight * Math.log(best === 0 ? leastPrecision : best / total);
    used += weight;
  }
  return used === 0
    ? 0
    : brevityPenalty(words.length, nearestLength(words.length, others)) * Math.exp(logs / used);
}

function wordsOf(text: string): string[] {
  const trimmed = text.toLowerCase().trim();
  return trimmed === "" ? [] : trimmed.split(/\s+/);
}

/** Of two equally near lengths the shorter one. */
function nearestLength(length: number, references: readonly (readonly string[])[]): number {
  const lengths = references.map((words) => words.length);
  return lengths.reduce((best, other) => {
    const [gain, tie] = [Math.abs(best - length) - Math.abs(other - length), other < best];
    return gain > 0 || (gain === 0 && tie) ? other : best;
  });
}

function brevityPenalty(length: number, reference: number): number {
  return length > reference ? 1 : Math.exp(1 - reference / length);
}
