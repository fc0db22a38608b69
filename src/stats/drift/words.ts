/** The words of a text, lower-cased: runs of letters and digits in any script, joined by apostrophes and hyphens. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
}

/** Share of the words of a text that are not in a vocabulary; undefined where it has no words. */
export function unknownShare(text: string, vocabulary: ReadonlySet<string>): number | undefined {
  const words = wordsOf(text);
  if (words.length === 0) return undefined;
  return words.filter((word) => !vocabulary.has(word)).length / words.length;
}
