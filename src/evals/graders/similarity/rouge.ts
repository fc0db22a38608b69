import { longestCommonSubsequence } from "./longest-common-subsequence.js";
import { countNgrams, ngramTotal, sharedNgrams } from "./ngrams.js";
import { treebankTokens } from "./treebank-tokens.js";

/**
 * ROUGE-N of one text, 0 to 1: the F1 of runs of `n` tokens, each counted as often as the side has it that has it less. Texts are
 * lower-cased and cut into tokens by the conventions of the Penn Treebank.
 * @see C.-Y. Lin: ROUGE, a package for automatic evaluation of summaries (2004), section 2
 */
export function rougeN(candidate: string, reference: string, n: number): number {
  const [ours, theirs] = [treebankTokens(candidate.toLowerCase()), treebankTokens(reference.toLowerCase())];
  const shared = sharedNgrams(countNgrams(ours, n), countNgrams(theirs, n));
  return f1(shared, ngramTotal(ours.length, n), ngramTotal(theirs.length, n));
}

/**
 * ROUGE-L of one text, 0 to 1: the F1 of the longest common subsequence of tokens (Lin 2004, section 3.1).
 * @returns undefined where the texts are too long for it.
 */
export function rougeL(candidate: string, reference: string): number | undefined {
  const [ours, theirs] = [treebankTokens(candidate.toLowerCase()), treebankTokens(reference.toLowerCase())];
  const shared = longestCommonSubsequence(ours, theirs);
  return shared === undefined ? undefined : f1(shared, ours.length, theirs.length);
}

function f1(shared: number, ours: number, theirs: number): number {
  return shared === 0 ? 0 : (2 * shared) / (ours + theirs);
}
