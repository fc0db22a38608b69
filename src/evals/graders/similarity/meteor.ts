import { plainWords } from "./plain-words.js";
import { porterStem } from "./porter-stem.js";

/** How METEOR puts its parts together. */
export interface MeteorWeights {
  /** How much recall counts against precision. */
  readonly alpha: number;
  /** How steeply pieces are punished. */
  readonly beta: number;
  /** The most that pieces can cost. */
  readonly gamma: number;
}

type Pair = readonly [ours: number, theirs: number];

/**
 * METEOR of one sentence, 0 to 1, against the best of several references: words are matched as they are, then by their stems. Synonyms
 * are not known here, so a score can lie below that of an implementation with WordNet.
 * Words stand between white space, are lower-cased and lose the full stops at their ends.
 * @see Banerjee, Lavie: METEOR (2005); Lavie, Agarwal (2007) for the weights
 */
export function meteor(candidate: string, references: readonly string[], weights: MeteorWeights): number {
  const words = plainWords(candidate);
  return Math.max(0, ...references.map((reference) => againstOne(words, plainWords(reference), weights)));
}

function againstOne(words: readonly string[], reference: readonly string[], weights: MeteorWeights): number {
  const exact = matchFromEnd(words, reference, new Set(), new Set());
  const [ours, theirs] = [new Set(exact.map(([own]) => own)), new Set(exact.map(([, other]) => other))];
  const stemmed = matchFromEnd(words.map(porterStem), reference.map(porterStem), ours, theirs);
  const pairs = [...exact, ...stemmed].sort(([a], [b]) => a - b);
  if (pairs.length === 0) return 0;
  const [precision, recall] = [pairs.length / words.length, pairs.length / reference.length];
  const mean = (precision * recall) / (weights.alpha * precision + (1 - weights.alpha) * recall);
  const penalty = weights.gamma * (pieces(pairs) / pairs.length) ** weights.beta;
  return (1 - penalty) * mean;
}

/** Pairs equal words, the last with the last; what is taken already stays so. */
function matchFromEnd(
  words: readonly string[],
  reference: readonly string[],
  takenOurs: ReadonlySet<number>,
  takenTheirs: ReadonlySet<number>,
): Pair[] {
  const free = new Map<string, number[]>();
  for (const [index, word] of reference.entries()) {
    if (takenTheirs.has(index)) continue;
    const places = free.get(word);
    if (places) places.push(index);
    else free.set(word, [index]);
  }
  const pairs: Pair[] = [];
  for (let index = words.length - 1; index >= 0; index--) {
    const place = takenOurs.has(index) ? undefined : free.get(words[index] ?? "")?.pop();
    if (place !== undefined) pairs.push([index, place]);
  }
  return pairs;
}

/** Runs of pairs that are neighbours on both sides. */
function pieces(pairs: readonly Pair[]): number {
  const breaks = pairs.filter(([ours, theirs], index) => {
    const before = pairs[index - 1];
    return before === undefined || ours !== before[0] + 1 || theirs !== before[1] + 1;
  });
  return breaks.length;
}
