import { createServer, type ServerHttp2Session } from "node:http2";
import { EventStreamCodec } from "@smithy/core/event-streams";
import { expect, onTestFinished, test } from "vitest";
import { Interrupted } from "../../../src/core/errors.js";
import { faultOf, openedProvider, providerRequest } from "../../support/providers.js";

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString("utf8"),
  (text) => Buffer.from(text, "utf8"),
);

/** An event of AWS's binary streams. */
function frame(type: string, data: unknown): Uint8Array {
  const header = (value: string) => ({ type: "string", value }) as const;
  return codec.encode({
    headers: {
      ":message-type": header("event"),
      ":event-type": header(type),
      ":content-type": header("application/json"),
    },
    body: Buffer.from(JSON.stringify(data)),
  });
}

type Event = readonly [type: string, data: unknown];

/** Bedrock's Converse stream on this machine: HTTP/2, as at home. */
async function bedrock(
  events: readonly Event[],
  options: { status?: number; error?: string; hang?: boolean } = {},
) {
  const asked: { url: string | undefined; body: unknown; authorization: string | undefined }[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const { authorization } = request.headers;
    asked.push({ url: request.url, body: JSON.parse(Buffer.concat(pieces).toString("utf8")), authorization });
    if (options.error !== undefined) {
      response.writeHead(options.status ?? 400, {
        "content-type": "application/json",
        "x-amzn-errortype": options.error,
      });
      response.end(JSON.stringify({ message: "Bedrock says no" }));
      return;
    }
    response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" });
    for (const [type, data] of events) response.write(frame(type, data));
    if (!options.hang) response.end();
  }).listen(0, "127.0.0.1");
  const sessions: ServerHttp2Session[] = [];
  server.on("session", (session) => sessions.push(session));
  onTestFinished(() => {
    server.close();
    for (const session of sessions) session.destroy();
  });
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  return { url, asked };
}

const text: readonly Event[] = [
  ["messageStart", { role: "assistant" }],
  ["contentBlockDelta", { contentBlockIndex: 0, delta: { text: "It is" } }],
  ["contentBlockDelta", { contentBlockIndex: 0, delta: { text: " blue." } }],
  ["contentBlockStop", { contentBlockIndex: 0 }],
  ["messageStop", { stopReason: "end_turn" }],
  ["metadata", { usage: { inputTokens: 5, outputTokens: 3, totalTokens: 8 }, metrics: { latencyMs: 1 } }],
];
const keys = { AWS_ACCESS_KEY_ID: "AKIDTEST", AWS_SECRET_ACCESS_KEY: "secret-of-the-test" };

async function opened(url: string, config = {}) {
  const { provider } = await openedProvider("bedrock:amazon.nova-lite-v1:0", {
    env: keys,
    config: { endpoint: url, region: "eu-west-1", ...config },
  });
  return provider;
}

test("a conversation is streamed: text, usage and the time to the first token are told", async () => {
  const server = await bedrock(text);
  const provider = await opened(server.url, { temperature: 0.5 });
  const messages = [
    { role: "system", content: "be brief" },
    { role: "user", content: "what colour is it?" },
  ] as const;
  const settings = { max_output_tokens: 30, top_k: 4, stop: "END" };
  const answer = await provider.call(providerRequest("", { messages, settings }), {});
  expect(answer).toMatchObject({
    output: "It is blue.",
    finishReason: "stop",
    usage: { input: 5, output: 3, cached: 0 },
  });
  expect(answer.ttftMs).toBeGreaterThan(0);
  expect(server.asked[0]?.url).toBe("/model/amazon.nova-lite-v1%3A0/converse-stream");
  expect(server.asked[0]?.authorization).toContain("Credential=AKIDTEST");
  expect(server.asked[0]?.body).toEqual({
    system: [{ text: "be brief" }],
    messages: [{ role: "user", content: [{ text: "what colour is it?" }] }],
    inferenceConfig: { maxTokens: 30, temperature: 0.5, stopSequences: ["END"] },
    additionalModelRequestFields: { top_k: 4 },
  });
});

test("calls of tools come back as data", async () => {
  const server = await bedrock([
    ["messageStart", { role: "assistant" }],
    ["contentBlockStart", { contentBlockIndex: 0, start: { toolUse: { toolUseId: "t1", name: "weather" } } }],
    ["contentBlockDelta", { contentBlockIndex: 0, delta: { toolUse: { input: '{"city":' } } }],
    ["contentBlockDelta", { contentBlockIndex: 0, delta: { toolUse: { input: '"Bern"}' } } }],
    ["messageStop", { stopReason: "tool_use" }],
  ]);
  const provider = await opened(server.url);
  const tools = [{ name: "weather", parameters: { type: "object", properties: {} } }];
  const answer = await provider.call(providerRequest("hi", { tools }), {});
  expect(answer).toMatchObject({
    toolCalls: [{ name: "weather", arguments: { city: "Bern" } }],
    finishReason: "tool_calls",
  });
  expect(server.asked[0]?.body).toMatchObject({
    toolConfig: { tools: [{ toolSpec: { name: "weather", inputSchema: { json: { type: "object" } } } }] },
  });
});

test.each([
  ["ThrottlingException", 429, "rate_limit"],
  ["AccessDeniedException", 403, "credentials"],
  ["ValidationException", 400, "request"],
  ["ModelTimeoutException", 408, "timeout"],
  ["InternalServerException", 500, "server"],
])("%s is a fault, asked once", async (error, status, kind) => {
  const server = await bedrock([], { error, status });
  const provider = await opened(server.url);
  const fault = await faultOf(provider.call(providerRequest("hi"), {}));
  expect(fault).toMatchObject({ kind, message: expect.stringContaining("Bedrock says no") });
  expect(server.asked).toHaveLength(1);
});

test("half a stream is a fault that may pass; nobody listening is one of the network", async () => {
  const server = await bedrock(text.slice(0, 3));
  const fault = await faultOf((await opened(server.url)).call(providerRequest("hi"), {}));
  expect(fault).toMatchObject({ kind: "server", retryable: true });
  const nobody = await opened("http://127.0.0.1:9");
  expect((await faultOf(nobody.call(providerRequest("hi"), {}))).kind).toBe("network");
});

test("a stream that hangs ends at its time limit, and at once when the run is stopped", async () => {
  const server = await bedrock(text.slice(0, 2), { hang: true });
  const provider = await opened(server.url);
  expect((await faultOf(provider.call(providerRequest("hi"), { timeoutMs: 150 }))).kind).toBe("timeout");
  const stop = new AbortController();
  const call = provider.call(providerRequest("hi"), { signal: stop.signal });
  setTimeout(() => stop.abort(), 100);
  await expect(call).rejects.toBeInstanceOf(Interrupted);
});

test("a Bedrock key is sent in place of a signature", async () => {
  const server = await bedrock(text);
  const { provider } = await openedProvider("bedrock:amazon.nova-lite-v1:0", {
    env: { AWS_BEARER_TOKEN_BEDROCK: "bedrock-key-of-the-test" },
    config: { endpoint: server.url },
  });
  expect((await provider.call(providerRequest("hi"), {})).output).toBe("It is blue.");
  expect(server.asked[0]?.authorization).toBe("Bearer bedrock-key-of-the-test");
});
