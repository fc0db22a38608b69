// Google's generateContent, streamed or whole.
import { tokensOf } from "./answers.mjs";
import { usageOf } from "./openai.mjs";

/** @typedef {import("./answers.mjs").Answer} Answer */
/** @typedef {import("./answers.mjs").Question} Question */

const textOf = (/** @type {any} */ content) =>
  (content?.parts ?? []).map((/** @type {any} */ part) => part.text ?? "").join("");

/** @param {any} body @param {string} model @returns {Question} */
export function googleQuestion(body, model) {
  const system = textOf(body.systemInstruction);
  const texts = body.contents.map((/** @type {any} */ content) => ({
    role: content.role ?? "user",
    text: textOf(content),
  }));
  return {
    model,
    system,
    user: texts.findLast((/** @type {any} */ { role }) => role === "user")?.text ?? "",
    all: [system, ...texts.map((/** @type {any} */ it) => it.text)].filter((text) => text !== "").join("\n"),
    json: body.generationConfig?.responseMimeType === "application/json",
    tools: (body.tools ?? []).flatMap((/** @type {any} */ tool) =>
      (tool.functionDeclarations ?? []).map((/** @type {any} */ it) => it.name),
    ),
  };
}

/** @param {Answer} answer @param {readonly object[]} parts @param {boolean} last @param {Question} question */
function document(answer, parts, last, question) {
  const { input, output, cached } = usageOf(question, answer);
  const reason = answer.refusal === undefined ? "STOP" : "SAFETY";
  return {
    candidates: [{ index: 0, content: { role: "model", parts }, ...(last && { finishReason: reason }) }],
    usageMetadata: {
      promptTokenCount: input,
      cachedContentTokenCount: cached,
      ...(last && { candidatesTokenCount: output }),
      totalTokenCount: input + (last ? output : 0),
    },
    modelVersion: question.model,
    responseId: "response-1",
  };
}

const calls = (/** @type {Answer} */ answer) =>
  (answer.toolCalls ?? []).map((call) => ({ functionCall: { name: call.name, args: call.arguments } }));

/** @param {any} _body @param {Question} question @param {Answer} answer */
export function content(_body, question, answer) {
  const text = answer.text + (answer.refusal ?? "");
  return document(answer, [...(text === "" ? [] : [{ text }]), ...calls(answer)], true, question);
}

/** @param {any} _body @param {Question} question @param {Answer} answer */
export function contentEvents(_body, question, answer) {
  const parts = [
    ...tokensOf(answer.text + (answer.refusal ?? "")).map((text) => ({ text })),
    ...calls(answer),
  ];
  const all = parts.length === 0 ? [{ text: "" }] : parts;
  return all.map((part, index) => ({ data: document(answer, [part], index === all.length - 1, question) }));
}
