// Anthropic's Messages, streamed or whole.
import { tokensOf } from "./answers.mjs";
import { usageOf } from "./openai.mjs";

/** @typedef {import("./answers.mjs").Answer} Answer */
/** @typedef {import("./answers.mjs").Question} Question */

/** @param {any} content */
const textOf = (content) =>
  typeof content === "string"
    ? content
    : (content ?? []).map((/** @type {any} */ part) => part.text ?? "").join("");

/** @param {any} body @returns {Question} */
export function anthropicQuestion(body) {
  const texts = body.messages.map((/** @type {any} */ message) => ({
    role: message.role,
    text: textOf(message.content),
  }));
  const system = textOf(body.system ?? "");
  return {
    model: body.model,
    system,
    user: texts.findLast((/** @type {any} */ { role }) => role === "user")?.text ?? "",
    all: [system, ...texts.map((/** @type {any} */ it) => it.text)].filter((text) => text !== "").join("\n"),
    json: body.output_config?.format?.type === "json_schema",
    tools: (body.tools ?? []).map((/** @type {any} */ tool) => tool.name),
  };
}

/** @param {Question} question @param {Answer} answer */
function usage(question, answer) {
  const { input, output, cached } = usageOf(question, answer);
  return {
    input_tokens: input - cached,
    output_tokens: output,
    cache_read_input_tokens: cached,
    cache_creation_input_tokens: 0,
  };
}

/** @param {Answer} answer */
function stopReason(answer) {
  if (answer.refusal !== undefined) return "refusal";
  if (answer.finishReason === "length") return "max_tokens";
  return answer.toolCalls ? "tool_use" : "end_turn";
}

/** @param {Answer} answer */
function blocks(answer) {
  const text = answer.text + (answer.refusal ?? "");
  return [
    ...(text === "" ? [] : [{ type: "text", text }]),
    ...(answer.toolCalls ?? []).map((call, index) => ({
      type: "tool_use",
      id: `toolu_${index + 1}`,
      name: call.name,
      input: call.arguments,
    })),
  ];
}

/** @param {any} _body @param {Question} question @param {Answer} answer */
export function message(_body, question, answer) {
  return {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: question.model,
    content: blocks(answer),
    stop_reason: stopReason(answer),
    stop_sequence: null,
    usage: usage(question, answer),
  };
}

/** @param {any} body @param {Question} question @param {Answer} answer */
export function messageEvents(body, question, answer) {
  const whole = message(body, question, answer);
  const start = { ...whole, content: [], stop_reason: null, usage: { ...whole.usage, output_tokens: 1 } };
  const events = [
    { type: "message_start", message: start },
    { type: "ping" },
    ...whole.content.flatMap((/** @type {any} */ block, index) => {
      const isText = block.type === "text";
      const empty = isText ? { type: "text", text: "" } : { ...block, input: {} };
      const json = JSON.stringify(block.input ?? null);
      const pieces = isText ? tokensOf(block.text) : [json.slice(0, 5), json.slice(5)];
      return [
        { type: "content_block_start", index, content_block: empty },
        ...pieces.map((piece) => ({
          type: "content_block_delta",
          index,
          delta: isText
            ? { type: "text_delta", text: piece }
            : { type: "input_json_delta", partial_json: piece },
        })),
        { type: "content_block_stop", index },
      ];
    }),
    {
      type: "message_delta",
      delta: { stop_reason: whole.stop_reason, stop_sequence: null },
      usage: { output_tokens: whole.usage.output_tokens },
    },
    { type: "message_stop" },
  ];
  return events.map((data) => ({ event: data.type, data }));
}
