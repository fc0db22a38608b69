// A stand-in for a model, so that the suite runs without an account: a server that speaks OpenAI's chat completions. It answers by
// picking sentences out of the passages that it is given, always the same ones, and it keeps to the rules that it finds in the
// prompt, and to no others: take a rule out of the prompt, and the answers get worse. It judges, too: a claim is supported if
// its words stand in one sentence of the context.
//
//   node model-server.mjs [PORT]        then: export OPENAI_BASE_URL=http://127.0.0.1:8411/v1

import { createServer } from "node:http";
import { answerOf } from "./model/answer.mjs";
import { judgementOf } from "./model/judge.mjs";

const port = Number(process.argv[2] ?? 8411);

const server = createServer(async (request, response) => {
  try {
    if (request.method !== "POST" || !request.url.endsWith("/chat/completions"))
      return send(response, 404, { error: { message: `nothing answers ${request.method} ${request.url}` } });
    complete(response, JSON.parse(await bodyOf(request)));
  } catch (error) {
    send(response, 400, { error: { message: error.message } });
  }
});

async function bodyOf(request) {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  return body;
}

function complete(response, { messages, model, stream = false }) {
  const content = judgementOf(messages) ?? answerOf(messages);
  const input = messages.reduce((sum, message) => sum + tokensIn(message.content), 0);
  const output = tokensIn(content);
  const usage = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
  const common = { id: "chatcmpl-local", created: 0, model };
  if (stream) return sendStream(response, { ...common, object: "chat.completion.chunk" }, content, usage);
  const message = { role: "assistant", content };
  send(response, 200, {
    ...common,
    object: "chat.completion",
    choices: [{ index: 0, message, finish_reason: "stop" }],
    usage,
  });
}

/** About as many as a model's own count: four characters each. */
function tokensIn(text) {
  return Math.ceil(String(text).length / 4);
}

function send(response, status, document) {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(document));
}

function sendStream(response, common, content, usage) {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const event = (part) => response.write(`data: ${JSON.stringify({ ...common, ...part })}\n\n`);
  for (const piece of content.match(/[\s\S]{1,40}/g) ?? [])
    event({ choices: [{ index: 0, delta: { content: piece }, finish_reason: null }] });
  event({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] });
  event({ choices: [], usage });
  response.end("data: [DONE]\n\n");
}

server.listen(port, "127.0.0.1", () => {
  process.stdout.write(`OPENAI_BASE_URL=http://127.0.0.1:${server.address().port}/v1\n`);
});
