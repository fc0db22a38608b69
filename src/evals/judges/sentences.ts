/** The sentences of a text; where it has lines, its lines. None is empty. */
export function unitsOf(text: string): string[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.length > 1 ? lines.map((line) => line.trim()) : sentencesOf(text);
}

/** Cut behind a full stop, a question or an exclamation mark that ends a word, also those of Chinese and Japanese. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?]["')\]]?)\s+(?=\S)|(?<=[。！？])|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}
