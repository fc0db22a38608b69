import { countNgrams, ngramTotal, sharedNgrams } from "./ngrams.js";
import { plainWords } from "./plain-words.js";

/**
 * GLEU of one sentence, 0 to 1: of all runs of 1 to 4 words together the smaller of precision and recall; of several references the
 * best. Words are lower-cased, stand between white space and lose the full stops at their ends.
 * @see Wu et al.: Google's Neural Machine Translation System (2016), section 6
 */
export function gleu(candidate: string, references: readonly string[]): number {
  const words = plainWords(candidate);
  if (words.length === 0) return 0;
  return Math.max(0, ...references.map((reference) => againstOne(words, plainWords(reference))));
}

function againstOne(words: readonly string[], reference: readonly string[]): number {
  let [shared, total, referenceTotal] = [0, 0, 0];
  for (let n = 1; n <= 4; n++) {
    shared += sharedNgrams(countNgrams(words, n), countNgrams(reference, n));
    total += ngramTotal(words.length, n);
    referenceTotal += ngramTotal(reference.length, n);
  }
  return shared / Math.max(total, referenceTotal);
}
