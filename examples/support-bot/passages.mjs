// Finds the passages of the guides that fit a question best: BM25 over sections, in plain JavaScript.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const longest = 1500;

/** The sections of README.md and docs/*.md below a folder, each with its file and heading. */
export function readGuides(folder) {
  const docs = join(folder, "docs");
  const names = existsSync(docs) ? readdirSync(docs).filter((name) => name.endsWith(".md")) : [];
  return ["README.md", ...names.sort().map((name) => `docs/${name}`)].flatMap((file) =>
    readFileSync(join(folder, file), "utf8")
      .split(/^(?=#{1,3} )/m)
      .filter((section) => section.trim() !== "")
      .map((section) => ({ source: file, text: section.trim().slice(0, longest) })),
  );
}

const wordsOf = (text) => text.toLowerCase().match(/[a-z0-9][a-z0-9_-]+/g) ?? [];

/**
 * Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), with k1 = 1.2 and b = 0.75.
 * @returns the `count` best of the passages, best first; those without any word of the question are left out.
 */
export function findPassages(passages, question, count) {
  const [k1, b] = [1.2, 0.75];
  const counted = passages.map(({ text }) => {
    const words = wordsOf(text);
    const counts = new Map();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    return { counts, length: words.length };
  });
  const average = counted.reduce((sum, { length }) => sum + length, 0) / counted.length;
  const asked = [...new Set(wordsOf(question))];
  const holding = new Map(
    asked.map((word) => [word, counted.filter(({ counts }) => counts.has(word)).length]),
  );
  const scored = passages.map((passage, index) => {
    const { counts, length } = counted[index];
    const score = asked.reduce((sum, word) => {
      const [found, documents] = [counts.get(word) ?? 0, holding.get(word)];
      const weight = Math.log(1 + (passages.length - documents + 0.5) / (documents + 0.5));
      return sum + (weight * found * (k1 + 1)) / (found + k1 * (1 - b + (b * length) / average));
    }, 0);
    return { passage, score };
  });
  return scored
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .slice(0, count)
    .map(({ passage }) => passage);
}
