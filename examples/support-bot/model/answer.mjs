// The model: answers a question from the passages of its prompt, by the rules of its prompt.
import { coverage, sentencesOf, wordsOf } from "./sentences.mjs";

/** So much of a question has to be in a passage for it to hold the answer. */
const enough = 0.6;

const numbers = { one: 1, two: 2, three: 3, four: 4, five: 5 };

/** What the instructions ask for, in one wording or another. What they do not say is not done. */
function rulesOf(instructions) {
  const [, most] = /\bat most (\w+) sentences?\b/i.exec(instructions) ?? [];
  return {
    passagesOnly: /\b(?:passages (?:alone|only)|only the passages|nothing but the passages)\b/i.test(
      instructions,
    ),
    namesSources: /\b(?:name|list) in "sources"/i.test(instructions),
    repliesInJson: /\b(?:reply with|write) one json object/i.test(instructions),
    sentences: numbers[most] ?? 4,
  };
}

export function answerOf(messages) {
  const rules = rulesOf(
    messages
      .filter(({ role }) => role === "system")
      .map(({ content }) => content)
      .join("\n"),
  );
  const { question, passages } = materialOf(messages.at(-1)?.content ?? "");
  const reply = replyTo(question, passages, rules);
  return rules.repliesInJson ? JSON.stringify(reply) : reply.answer;
}

function materialOf(text) {
  const passages = [...text.matchAll(/<passage source="([^"]*)">\n([\s\S]*?)\n<\/passage>/g)];
  const [, question = text] = /<question>([\s\S]*?)<\/question>\s*$/.exec(text) ?? [];
  return { question, passages: passages.map(([, source, passage]) => ({ source, text: passage })) };
}

function replyTo(question, passages, rules) {
  const asked = wordsOf(question);
  const weightOf = rarityIn(passages);
  const [best] = passages
    .map(({ source, text }) => ({ source, text, share: coverage(asked, wordsOf(text), weightOf) }))
    .sort((one, other) => other.share - one.share);
  if (best === undefined || best.share < enough) return unknown(question, rules);
  const picked = bestSentences(best.text, asked, weightOf, rules.sentences);
  return {
    answer: picked.map(plain).join(" "),
    sources: rules.namesSources ? [best.source] : [],
    found: true,
  };
}

/** A model that is not told to keep to the passages makes something up. */
function unknown(question, { passagesOnly }) {
  if (passagesOnly) return { answer: "The passages do not say that.", sources: [], found: false };
  const [word = "that"] = wordsOf(question).sort((one, other) => other.length - one.length);
  return {
    answer: `Yes. Set \`${word}: true\` in mlx.yaml, then run \`mlx ${word} --enable\`.`,
    sources: [],
    found: true,
  };
}

/** The sentences that have most of the question, in their order. */
function bestSentences(text, asked, weightOf, most) {
  const ranked = sentencesOf(text)
    .map((sentence, place) => ({ sentence, place, share: coverage(asked, wordsOf(sentence), weightOf) }))
    .sort((one, other) => other.share - one.share || one.place - other.place);
  const least = (ranked[0]?.share ?? 0) / 2;
  return ranked
    .slice(0, most)
    .filter(({ share }, rank) => rank === 0 || share > least)
    .sort((one, other) => one.place - other.place)
    .map(({ sentence }) => sentence);
}

/** A heading, an item or a row of a table as a sentence. */
function plain(sentence) {
  const text = sentence.startsWith("|")
    ? sentence
        .split("|")
        .map((cell) => cell.trim())
        .filter((cell) => cell !== "")
        .join(": ")
    : sentence.replace(/^(?:#+|[-*]) /, "");
  return /[.!?:;]$/.test(text) ? text : `${text}.`;
}

/** How rare a word is among the sentences of the passages. */
function rarityIn(passages) {
  const sentences = passages
    .flatMap(({ text }) => sentencesOf(text))
    .map((sentence) => new Set(wordsOf(sentence)));
  return (word) => {
    const having = sentences.filter((words) => words.has(word)).length;
    return Math.log(1 + (sentences.length - having + 0.5) / (having + 0.5));
  };
}
