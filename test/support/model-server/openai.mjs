// OpenAI's chat completions, completions, responses, embeddings and list of models, streamed or whole.
import { tokensOf } from "./answers.mjs";
import { embeddingOf } from "./embeddings.mjs";

/** @typedef {import("./answers.mjs").Answer} Answer */
/** @typedef {import("./answers.mjs").Question} Question */

/** @param {any} content */
const textOf = (content) =>
  typeof content === "string"
    ? content
    : (content ?? []).map((/** @type {any} */ part) => part.text ?? "").join("");

/** @param {any} body @returns {Question} */
export function openaiQuestion(body) {
  const messages = body.messages ??
    (typeof body.input === "string" ? [{ role: "user", content: body.input }] : body.input) ?? [
      { role: "user", content: textOf(body.prompt ?? "") },
    ];
  const texts = messages.map((/** @type {any} */ message) => ({
    role: message.role,
    text: textOf(message.content),
  }));
  const format = body.response_format?.type ?? body.text?.format?.type;
  return {
    model: body.model,
    system: texts
      .filter((/** @type {any} */ { role }) => /system|developer/.test(role))
      .map((/** @type {any} */ it) => it.text)
      .join("\n"),
    user: texts.findLast((/** @type {any} */ { role }) => role === "user")?.text ?? "",
    all: texts.map((/** @type {any} */ it) => it.text).join("\n"),
    json: format === "json_object" || format === "json_schema",
    tools: (body.tools ?? []).map((/** @type {any} */ tool) => tool.function?.name ?? tool.name),
  };
}

/** @param {Question} question @param {Answer} answer */
export function usageOf(question, answer) {
  const calls = (answer.toolCalls ?? []).map((call) => call.name + JSON.stringify(call.arguments)).join("");
  const input = tokensOf(question.all).length;
  const output = tokensOf(answer.text + (answer.refusal ?? "") + calls).length;
  return { input, output, cached: question.model.includes("cached") ? Math.floor(input / 2) : 0 };
}

/** @param {Answer} answer */
function finishReason(answer) {
  return answer.finishReason ?? (answer.toolCalls ? "tool_calls" : "stop");
}

/** @param {ReturnType<typeof usageOf>} usage */
function chatUsage({ input, output, cached }) {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached },
  };
}

/** @param {string} text */
function logProbs(text) {
  return {
    content: tokensOf(text).map((token) => ({ token, logprob: -0.125, bytes: null, top_logprobs: [] })),
    refusal: null,
  };
}

const calls = (/** @type {Answer} */ answer) =>
  (answer.toolCalls ?? []).map((call, index) => ({
    id: `call_${index + 1}`,
    type: "function",
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  }));

const head = (/** @type {string} */ object, /** @type {Question} */ { model }) => ({
  id: "chatcmpl-1",
  object,
  created: 1_800_000_000,
  model,
  system_fingerprint: "fp_local",
});

/** @param {any} body @param {Question} question @param {Answer} answer */
export function chatCompletion(body, question, answer) {
  const toolCalls = calls(answer);
  const message = {
    role: "assistant",
    content: answer.text === "" && (toolCalls.length > 0 || answer.refusal) ? null : answer.text,
    refusal: answer.refusal ?? null,
    ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
  };
  const choice = {
    index: 0,
    message,
    logprobs: body.logprobs ? logProbs(answer.text) : null,
    finish_reason: finishReason(answer),
  };
  return {
    ...head("chat.completion", question),
    choices: [choice],
    usage: chatUsage(usageOf(question, answer)),
  };
}

/** @param {any} body @param {Question} question @param {Answer} answer */
export function chatEvents(body, question, answer) {
  const chunk = (/** @type {object} */ delta, /** @type {object} */ more = {}) => ({
    data: {
      ...head("chat.completion.chunk", question),
      choices: [{ index: 0, delta, logprobs: null, finish_reason: null, ...more }],
    },
  });
  const withUsage = body.stream_options?.include_usage === true;
  return [
    chunk({ role: "assistant", content: "" }),
    ...tokensOf(answer.text).map((token) =>
      chunk({ content: token }, body.logprobs ? { logprobs: logProbs(token) } : {}),
    ),
    ...(answer.refusal === undefined ? [] : [chunk({ refusal: answer.refusal })]),
    ...calls(answer).flatMap((call, index) => {
      const { name, arguments: text } = call.function;
      const middle = Math.ceil(text.length / 2);
      const piece = (/** @type {string} */ part) =>
        chunk({ tool_calls: [{ index, function: { arguments: part } }] });
      const first = chunk({
        tool_calls: [{ index, id: call.id, type: "function", function: { name, arguments: "" } }],
      });
      return [first, piece(text.slice(0, middle)), piece(text.slice(middle))];
    }),
    chunk({}, { finish_reason: finishReason(answer) }),
    ...(withUsage
      ? [
          {
            data: {
              ...head("chat.completion.chunk", question),
              choices: [],
              usage: chatUsage(usageOf(question, answer)),
            },
          },
        ]
      : []),
  ];
}

/** @param {any} _body @param {Question} question @param {Answer} answer */
export function completion(_body, question, answer) {
  const choice = { index: 0, text: answer.text, logprobs: null, finish_reason: finishReason(answer) };
  return {
    ...head("text_completion", question),
    choices: [choice],
    usage: chatUsage(usageOf(question, answer)),
  };
}

/** @param {any} body @param {Question} question @param {Answer} answer */
export function completionEvents(body, question, answer) {
  const chunk = (/** @type {string} */ text, /** @type {string | null} */ reason = null) => ({
    data: {
      ...head("text_completion", question),
      choices: [{ index: 0, text, logprobs: null, finish_reason: reason }],
    },
  });
  const usage = {
    ...head("text_completion", question),
    choices: [],
    usage: chatUsage(usageOf(question, answer)),
  };
  return [
    ...tokensOf(answer.text).map((token) => chunk(token)),
    chunk("", finishReason(answer)),
    ...(body.stream_options?.include_usage ? [{ data: usage }] : []),
  ];
}

/** @param {any} _body @param {Question} question @param {Answer} answer */
export function response(_body, question, answer) {
  const { input, output, cached } = usageOf(question, answer);
  const message = {
    type: "message",
    id: "msg_1",
    role: "assistant",
    status: "completed",
    content: [{ type: "output_text", text: answer.text, annotations: [] }],
  };
  return {
    id: "resp_1",
    object: "response",
    created_at: 1_800_000_000,
    status: "completed",
    model: question.model,
    output: [
      ...(answer.text === "" ? [] : [message]),
      ...calls(answer).map((call) => ({
        type: "function_call",
        id: `fc_${call.id}`,
        call_id: call.id,
        ...call.function,
      })),
    ],
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: cached },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + output,
    },
  };
}

/** @param {any} body @param {Question} question @param {Answer} answer */
export function responseEvents(body, question, answer) {
  const whole = response(body, question, answer);
  const events = [
    { type: "response.created", response: { ...whole, status: "in_progress", output: [] } },
    ...tokensOf(answer.text).map((delta) => ({
      type: "response.output_text.delta",
      item_id: "msg_1",
      output_index: 0,
      content_index: 0,
      delta,
    })),
    { type: "response.completed", response: whole },
  ];
  return events.map((data, index) => ({ event: data.type, data: { ...data, sequence_number: index } }));
}

/** @param {any} body */
export function embeddings(body) {
  const texts = Array.isArray(body.input) ? body.input : [body.input];
  const tokens = texts.reduce(
    (/** @type {number} */ sum, /** @type {string} */ text) => sum + tokensOf(text).length,
    0,
  );
  const encode = (/** @type {number[]} */ vector) =>
    body.encoding_format === "base64"
      ? Buffer.from(new Float32Array(vector).buffer).toString("base64")
      : vector;
  return {
    object: "list",
    model: body.model,
    data: texts.map((/** @type {string} */ text, /** @type {number} */ index) => ({
      object: "embedding",
      index,
      embedding: encode(embeddingOf(text)),
    })),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}
