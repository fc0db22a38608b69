import type { TextProfile } from "../../src/drift/profile.js";
import { shuffledPlaces } from "../../src/stats/drift/shuffled.js";
import { fitTopics } from "../../src/stats/drift/topics.js";
import { wordsOf } from "../../src/stats/drift/words.js";
import { SeededRandom } from "../../src/stats/seeded-random.js";
import { numericProfileOf } from "./numeric-profile.js";

/** The profile of texts, all different from nothing. @param on the baseline on whose words and topics it is taken. */
export function textProfileOf(texts: readonly string[], on?: TextProfile): TextProfile {
  const words = texts.map(wordsOf);
  const counts = new Map<string, number>();
  for (const each of words) for (const word of new Set(each)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const vocabulary =
    on === undefined
      ? [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 500)
      : on.vocabulary.map(([word]) => [word, counts.get(word) ?? 0] as const);
  const topics = on === undefined ? foundTopics(words) : on.topics && countedTopics(words, on.topics.terms);
  const lengths = (values: readonly number[], profile: TextProfile["words"] | undefined) =>
    numericProfileOf([...values], profile);
  return {
    kind: "text",
    rows: texts.length,
    nulls: 0,
    empty: 0,
    characters: lengths(
      texts.map(({ length }) => length),
      on?.characters,
    ),
    words: lengths(
      words.map(({ length }) => length),
      on?.words,
    ),
    vocabulary,
    ...(topics !== undefined && { topics }),
  };
}

function foundTopics(words: readonly string[][]): TextProfile["topics"] {
  const places = shuffledPlaces(words.length, new SeededRandom("sample"));
  const learnt = new Set(places.slice(0, Math.min(2000, Math.floor(words.length / 2))));
  const terms = fitTopics(words.filter((_, at) => learnt.has(at)));
  return (
    terms &&
    countedTopics(
      words.filter((_, at) => !learnt.has(at)),
      terms,
    )
  );
}

/** Texts by the topic whose weights sum to most over their words. */
export function countedTopics(
  words: readonly (readonly string[])[],
  terms: NonNullable<TextProfile["topics"]>["terms"],
): NonNullable<TextProfile["topics"]> {
  const weights = new Map(terms.map(([term, ...each]) => [term, each]));
  const texts = new Array<number>((terms[0]?.length ?? 1) - 1).fill(0);
  let none = 0;
  for (const each of words) {
    const sums = texts.map((_, topic) =>
      each.reduce((sum, word) => sum + (weights.get(word)?.[topic] ?? 0), 0),
    );
    const most = Math.max(...sums);
    const topic = sums.indexOf(most);
    if (most > 0) texts[topic] = (texts[topic] ?? 0) + 1;
    else none++;
  }
  return { terms, texts, none };
}
