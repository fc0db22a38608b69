import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { faultOf, modelServer, openedProvider, providerRequest } from "../../support/providers.js";
import { tempFolder } from "../../support/temp-folder.js";

test("a chat is streamed: text, usage, finish reason, model and the time to the first token are told", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("openai:chat:gpt-4.1-2025-04-14", {
    config: { apiBaseUrl: `${server.url}/v1` },
  });
  const answer = await provider.call(providerRequest("ANSWER: It is blue, mostly.\nDELAY: 20"), {});
  expect(answer).toMatchObject({
    output: "It is blue, mostly.",
    finishReason: "stop",
    model: "gpt-4.1-2025-04-14",
    usage: { input: 11, output: 6, cached: 0 },
    cached: false,
  });
  expect(answer.ttftMs).toBeGreaterThan(15);
  expect(answer.latencyMs).toBeGreaterThanOrEqual(answer.ttftMs ?? Number.POSITIVE_INFINITY);
  // 2 and 8 US dollars a million tokens.
  expect(answer.costUsd).toBeCloseTo((11 * 2 + 6 * 8) / 1e6, 12);
  expect(server.requests[0]?.body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
});

test("without streaming the answer is the same, and no first token is measured", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("openai:m", {
    config: { apiBaseUrl: `${server.url}/v1`, stream: false },
  });
  const answer = await provider.call(providerRequest("ANSWER: yes"), {});
  expect(answer).toMatchObject({ output: "yes", finishReason: "stop", usage: { output: 1 } });
  expect(answer.ttftMs).toBeUndefined();
  expect(server.requests[0]?.body).not.toHaveProperty("stream");
});

test("settings of the prompt go under those of the provider, by the names of the API", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("openai:m", {
    config: {
      apiBaseUrl: `${server.url}/v1`,
      temperature: 0.1,
      max_tokens: 50,
      min_p: 0.2,
      headers: { "x-team": "bots" },
      passthrough: { user: "u1" },
    },
  });
  const settings = { temperature: 1, max_output_tokens: 9, stop: ["\n"], seed: 7 };
  await provider.call(providerRequest("hi", { settings }), {});
  expect(server.requests[0]?.body).toMatchObject({
    temperature: 0.1,
    max_tokens: 50,
    stop: ["\n"],
    seed: 7,
    min_p: 0.2,
    user: "u1",
  });
  expect(server.requests[0]?.headers["x-team"]).toBe("bots");
  for (const name of ["apiBaseUrl", "headers", "passthrough", "max_output_tokens"]) {
    expect(server.requests[0]?.body).not.toHaveProperty(name);
  }
});

test("models that think get max_completion_tokens", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("openai:gpt-5.4-mini", {
    config: { apiBaseUrl: `${server.url}/v1` },
  });
  await provider.call(providerRequest("hi", { settings: { max_output_tokens: 9 } }), {});
  expect(server.requests[0]?.body).toMatchObject({ max_completion_tokens: 9 });
  expect(server.requests[0]?.body).not.toHaveProperty("max_tokens");
});

test("tools are sent in OpenAI's form and calls come back as data, streamed or not", async () => {
  const server = await modelServer();
  const tools = [{ name: "weather", description: "now", parameters: { type: "object", properties: {} } }];
  for (const stream of [true, false]) {
    const { provider } = await openedProvider("openai:m", {
      config: { apiBaseUrl: `${server.url}/v1`, stream },
    });
    const answer = await provider.call(providerRequest('CALL: weather {"city": "Bern"}', { tools }), {});
    expect(answer.toolCalls).toEqual([{ name: "weather", arguments: { city: "Bern" } }]);
    expect(answer.output).toEqual([
      { id: "call_1", type: "function", function: { name: "weather", arguments: '{"city":"Bern"}' } },
    ]);
    expect(answer.finishReason).toBe("tool_calls");
  }
  expect(server.requests[0]?.body.tools).toEqual([{ type: "function", function: tools[0] }]);
});

test("an answer with a schema is data; one that is no JSON stays text", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("openai:m", { config: { apiBaseUrl: `${server.url}/v1` } });
  const outputSchema = { type: "object" };
  const answer = await provider.call(providerRequest('JSON: {"a": 1}', { outputSchema }), {});
  expect(answer.output).toEqual({ a: 1 });
  const prose = await provider.call(providerRequest("ANSWER: no", { outputSchema }), {});
  expect(prose.output).toBe("no");
  expect(server.requests[0]?.body.response_format).toEqual({
    type: "json_schema",
    json_schema: { name: "answer", schema: outputSchema },
  });
});

test("log probabilities and refusals are told", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("openai:m", {
    config: { apiBaseUrl: `${server.url}/v1`, logprobs: true },
  });
  const answer = await provider.call(providerRequest("ANSWER: one two"), {});
  expect(answer.logProbs).toEqual([-0.125, -0.125]);
  const refused = await provider.call(providerRequest("REFUSE: I cannot help with that."), {});
  expect(refused).toMatchObject({ output: "I cannot help with that.", guardrails: { flagged: true } });
});

test("cached tokens are told, and cost what others cost", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("openai:cached-model", {
    config: { apiBaseUrl: `${server.url}/v1` },
    models: { "cached-model": { inputPrice: 1, outputPrice: 10 } },
  });
  const answer = await provider.call(providerRequest("one two three four"), {});
  expect(answer.usage).toEqual({ input: 4, output: 4, cached: 2 });
  expect(answer.costUsd).toBeCloseTo(44 / 1e6, 12);
});

test("a model without a price has no cost, and no most that it may cost", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("openai:mystery", { config: { apiBaseUrl: `${server.url}/v1` } });
  const answer = await provider.call(providerRequest("hi"), {});
  expect(answer.usage).toBeDefined();
  expect(answer).not.toHaveProperty("costUsd");
  expect(provider.mostCostUsd?.(providerRequest("hi"))).toBeUndefined();
});

test("prices of the config go before the table, and free ones are no negative ones", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("openai:gpt-4.1-2025-04-14", {
    config: { apiBaseUrl: `${server.url}/v1`, inputCost: 0.001, outputCost: 0.01, max_tokens: 10 },
  });
  const answer = await provider.call(providerRequest("ANSWER: yes"), {});
  expect(answer.costUsd).toBeCloseTo(0.013, 12);
  // 2 bytes and the form of a message, 10 tokens out.
  expect(provider.mostCostUsd?.(providerRequest("hi"))).toBeCloseTo(0.018 + 0.1, 12);
});

test("a model that runs on the user's own machine is free", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("ollama:chat:llama3.1:8b", {
    env: { OLLAMA_BASE_URL: server.url },
  });
  const answer = await provider.call(providerRequest("ANSWER: yes"), {});
  expect(answer).toMatchObject({ output: "yes", costUsd: 0 });
  expect(server.requests[0]).toMatchObject({ path: "/v1/chat/completions", body: { model: "llama3.1:8b" } });
  expect(server.requests[0]?.headers).not.toHaveProperty("authorization");
});

test("the prompt's model is asked where the provider names none; with neither it is a fault", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("openai:chat", { config: { apiBaseUrl: `${server.url}/v1` } });
  await provider.call(providerRequest("hi", { model: "openai/gpt-4.1" }), {});
  expect(server.requests[0]?.body.model).toBe("gpt-4.1");
  const fault = await faultOf(provider.call(providerRequest("hi"), {}));
  expect(fault).toMatchObject({ kind: "request", message: expect.stringContaining("which model") });
});

test("a chat that is written as JSON is sent as messages, with parts that are no text", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("openai:m", { config: { apiBaseUrl: `${server.url}/v1` } });
  const written = [
    { role: "system", content: "be brief" },
    {
      role: "user",
      content: [
        { type: "text", text: "ANSWER: seen" },
        { type: "image_url", image_url: { url: "data:," } },
      ],
    },
  ];
  const answer = await provider.call(
    providerRequest("", { messages: [], text: JSON.stringify(written) }),
    {},
  );
  expect(answer.output).toBe("seen");
  expect(server.requests[0]?.body.messages).toEqual(written);
});

test("an Azure deployment is reached at its own address, with its own header for the key", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("azure:chat:my-deployment", {
    config: { apiHost: server.url, apiVersion: "2025-01-01" },
    env: { AZURE_API_KEY: "azure-key-123456" },
  });
  const answer = await provider.call(providerRequest("ANSWER: ok"), {});
  expect(answer).toMatchObject({ output: "ok" });
  expect(server.requests[0]?.path).toBe(
    "/openai/deployments/my-deployment/chat/completions?api-version=2025-01-01",
  );
  expect(server.requests[0]?.headers["api-key"]).toBe("azure-key-123456");
});

test("what Azure's filter refuses is an answer that was flagged", async () => {
  const message = "The response was filtered due to the prompt triggering Azure's content management policy.";
  const server = createServer((_request, response) => {
    response.writeHead(400, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { code: "content_filter", message } }));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const { provider } = await openedProvider("azure:d", {
    config: { apiBaseUrl: `http://127.0.0.1:${port}` },
    env: { AZURE_API_KEY: "azure-key-123456" },
  });
  const answer = await provider.call(providerRequest("hi"), {});
  expect(answer).toMatchObject({
    output: message,
    finishReason: "content_filter",
    guardrails: { flagged: true },
  });
});

test("tools and response formats may stand in files beside the suite", async () => {
  const folder = tempFolder();
  const tools = [{ type: "function", function: { name: "weather", parameters: { type: "object" } } }];
  writeFileSync(join(folder, "tools.yaml"), JSON.stringify(tools));
  writeFileSync(join(folder, "format.json"), '{"type": "json_object"}');
  const server = await modelServer();
  const config = {
    apiBaseUrl: `${server.url}/v1`,
    tools: "file://tools.yaml",
    response_format: "file://format.json",
  };
  const { provider } = await openedProvider("openai:m", { folder, config });
  await provider.call(providerRequest("hi"), {});
  expect(server.requests[0]?.body).toMatchObject({ tools, response_format: { type: "json_object" } });
  const missing = openedProvider("openai:m", { folder, config: { tools: "file://nowhere.json" } });
  await expect(missing).rejects.toMatchObject({
    code: "MLX_PROVIDER_CONFIG",
    message: expect.stringContaining("tools cannot be read"),
  });
});
