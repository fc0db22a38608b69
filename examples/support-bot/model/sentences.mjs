// Texts as sentences, and sentences as words that count.

const ordinary = new Set(
  (
    "a about an and any are as at be been by can could do does for from get had has have how i if in into is it its may me my no " +
    "not of on one or our out should so some such than that the their them then there these they this to use used using want " +
    "was way we what when where which while who whose why will with without would yes you your mlx mean happen stand"
  ).split(" "),
);

/** The words of a text that say what it is about, without their endings. */
export function wordsOf(text) {
  const words = text.toLowerCase().match(/[a-z0-9][a-z0-9_.-]*[a-z0-9]|[a-z0-9]/g) ?? [];
  return words.map(stem).filter((word) => !ordinary.has(word));
}

function stem(word) {
  const plain = word.replace(/(?:ies)$/, "y").replace(/(?:ing|ed|es|s)$/, "");
  return plain.length < 3 ? word : plain;
}

/** Sentences of prose, lines of code and rows of tables, as they stand. */
export function sentencesOf(text) {
  const sentences = [];
  let prose = [];
  let inCode = false;
  const endProse = () => {
    const joined = prose.join(" ").replace(/\s+/g, " ").trim();
    sentences.push(...joined.split(/(?<=[.!?])\s+(?=[A-Z`"([*])/).filter((sentence) => sentence !== ""));
    prose = [];
  };
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    // The heading of a table says nothing by itself.
    if (line.startsWith("|-") || lines[index + 1]?.startsWith("|-")) continue;
    const fence = line.startsWith("```");
    const alone = inCode || fence || line.startsWith("|") || line.startsWith("#") || line.trim() === "";
    if (alone || /^\s*[-*] /.test(line)) endProse();
    if (fence) inCode = !inCode;
    else if (!alone) prose.push(line);
    else if (/[a-z]/i.test(line)) sentences.push(line.trim());
  }
  endProse();
  return sentences;
}

/** How much of the words in `wanted` another text has, from 0 to 1; a word that few of the texts have weighs more. */
export function coverage(wanted, words, weightOf = () => 1) {
  const unique = [...new Set(wanted)];
  const total = unique.reduce((sum, word) => sum + weightOf(word), 0);
  const has = new Set(words);
  const found = unique.filter((word) => has.has(word)).reduce((sum, word) => sum + weightOf(word), 0);
  return total === 0 ? 0 : found / total;
}
