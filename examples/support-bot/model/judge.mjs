// The judge: splits an answer into claims and looks for each in the context.
import { coverage, sentencesOf, wordsOf } from "./sentences.mjs";

/** So much of a claim has to stand in one sentence of the context. */
const enough = 0.8;

/** What the request is to judge, a part for each name; undefined for a request that is none for a judge. */
function materialOf(messages) {
  const text = messages.at(-1)?.content ?? "";
  const parts = [...text.matchAll(/^<<< (\w+) ([0-9a-f]+)\n([\s\S]*?)\n>>> \1 \2$/gm)];
  return parts.length === 0 ? undefined : Object.fromEntries(parts.map(([, name, , part]) => [name, part]));
}

/** @returns the judge's reply as JSON text; undefined where nobody asks for a judgement. */
export function judgementOf(messages) {
  const material = materialOf(messages);
  if (material?.context === undefined || material.answer === undefined) return undefined;
  const context = sentencesOf(material.context).map((sentence) => ({ sentence, words: wordsOf(sentence) }));
  const claims = sentencesOf(material.answer).filter(isClaim);
  return JSON.stringify({ claims: claims.map((claim) => judged(claim, context)) });
}

/** A "Yes." says nothing by itself, and that something is not known is no claim. */
function isClaim(sentence) {
  return wordsOf(sentence).length > 0 && !/\bpassages (?:do|does) not (?:say|tell)\b/.test(sentence);
}

function judged(claim, context) {
  const words = wordsOf(claim);
  const ranked = context
    .map(({ sentence, words: has }) => ({ sentence, share: coverage(words, has) }))
    .sort((one, other) => other.share - one.share);
  const best = ranked[0];
  if (best && best.share >= enough) return { claim, verdict: "supported", sentence: best.sentence };
  return { claim, verdict: "not mentioned", sentence: null };
}
