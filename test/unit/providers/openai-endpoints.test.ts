import { expect, test } from "vitest";
import { faultOf, modelServer, openedProvider, providerRequest } from "../../support/providers.js";

test("completions send the prompt as one text", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("openai:completion:davinci-002", {
    config: { apiBaseUrl: `${server.url}/v1`, max_tokens: 5 },
  });
  const answer = await provider.call(providerRequest("ANSWER: and so on"), {});
  expect(answer).toMatchObject({ output: "and so on", finishReason: "stop", usage: { output: 3 } });
  expect(answer.ttftMs).toBeGreaterThan(0);
  expect(server.requests[0]).toMatchObject({
    path: "/v1/completions",
    body: { prompt: "ANSWER: and so on", max_tokens: 5 },
  });
});

test.each([true, false])("responses are read, streamed: %s", async (stream) => {
  const server = await modelServer();
  const { provider } = await openedProvider("openai:responses:gpt-4.1-2025-04-14", {
    config: { apiBaseUrl: `${server.url}/v1`, stream },
  });
  const answer = await provider.call(
    providerRequest("ANSWER: forty-two", { settings: { max_output_tokens: 50, reasoning_effort: "low" } }),
    {},
  );
  expect(answer).toMatchObject({ output: "forty-two", finishReason: "stop", usage: { output: 3 } });
  expect(answer.costUsd).toBeGreaterThan(0);
  expect(answer.ttftMs === undefined).toBe(!stream);
  expect(server.requests[0]?.body).toMatchObject({ max_output_tokens: 50, reasoning: { effort: "low" } });
  const tools = [{ name: "weather", parameters: { type: "object" } }];
  const called = await provider.call(providerRequest('CALL: weather {"city": "Bern"}', { tools }), {});
  expect(called.toolCalls).toEqual([{ name: "weather", arguments: { city: "Bern" } }]);
  expect(server.requests[1]?.body.tools).toEqual([{ type: "function", ...tools[0] }]);
  const outputSchema = { type: "object" };
  const data = await provider.call(providerRequest('JSON: {"a": 1}', { outputSchema }), {});
  expect(data.output).toEqual({ a: 1 });
});

test("embeddings come in the order of the texts, in as many requests as they need", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("openai:embedding:text-embedding-3-small", {
    config: { apiBaseUrl: `${server.url}/v1`, dimensions: 64, cost: 2e-8 },
  });
  const texts = Array.from({ length: 200 }, (_none, index) => `text number ${index}`);
  const told = await provider.embed?.(texts, {});
  const vectors = told?.vectors;
  expect(vectors).toHaveLength(200);
  const tokens = told?.usage?.input ?? 0;
  expect(tokens).toBeGreaterThanOrEqual(400);
  expect(told).toMatchObject({
    usage: { input: tokens, output: 0 },
    costUsd: expect.closeTo(tokens * 2e-8, 15),
  });
  expect(provider.mostCostUsd?.(providerRequest("x".repeat(84)))).toBeCloseTo(100 * 2e-8, 15);
  expect(server.requests.map(({ body }) => body.input.length)).toEqual([128, 72]);
  expect(server.requests[0]?.body).toMatchObject({ dimensions: 64, encoding_format: "float" });
  const again = await provider.embed?.([texts[150] ?? ""], {});
  expect(again?.vectors[0]).toEqual(vectors?.[150]);
  const fault = await faultOf(provider.call(providerRequest("hi"), {}));
  expect(fault.message).toContain("answers no prompts");
});

test("texts that share words have vectors that point the same way", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("vllm:embeddings:e5", {
    config: { baseUrl: `${server.url}/v1` },
  });
  const texts = ["reset my password", "how to reset a password", "opening hours"];
  const [a = [], b = [], c = []] = (await provider.embed?.(texts, {}))?.vectors ?? [];
  const dot = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0);
  expect(dot(a, b)).toBeGreaterThan(0.5);
  expect(Math.abs(dot(a, c))).toBeLessThan(0.3);
});

test.each([
  ["mistral:mistral-large-2512", "MISTRAL_BASE_URL", "MISTRAL_API_KEY", { random_seed: 3 }],
  ["groq:llama-3.3-70b-versatile", "GROQ_BASE_URL", "GROQ_API_KEY", { seed: 3 }],
  ["openrouter:meta-llama/llama-3.3-70b", "OPENROUTER_BASE_URL", "OPENROUTER_API_KEY", { seed: 3 }],
  ["deepseek:deepseek-chat", "DEEPSEEK_BASE_URL", "DEEPSEEK_API_KEY", { seed: 3 }],
])("%s is reached by its own variables", async (id, base, key, sent) => {
  const server = await modelServer({ key: "a-key-for-tests" });
  const { provider } = await openedProvider(id, {
    env: { [base]: `${server.url}/v1`, [key]: "a-key-for-tests" },
  });
  const answer = await provider.call(providerRequest("ANSWER: ok", { settings: { seed: 3 } }), {});
  expect(answer.output).toBe("ok");
  expect(server.requests[0]?.body).toMatchObject({ model: id.slice(id.indexOf(":") + 1), ...sent });
  expect("stream_options" in (server.requests[0]?.body ?? {})).toBe(!id.startsWith("mistral"));
});

test("a developer speaks to OpenAI's models alone; elsewhere it is the system", async () => {
  const server = await modelServer();
  const messages = [
    { role: "developer", content: "ANSWER: ok" },
    { role: "user", content: "hi" },
  ] as const;
  for (const id of ["openai:m", "vllm:m"]) {
    const { provider } = await openedProvider(id, { config: { apiBaseUrl: `${server.url}/v1` } });
    await provider.call(providerRequest("hi", { messages }), {});
  }
  expect(server.requests.map(({ body }) => body.messages[0].role)).toEqual(["developer", "system"]);
});

test("the identity names endpoint, model and settings, and no key", async () => {
  const config = {
    apiKey: "sk-test-0123456789abcdef",
    temperature: 0.5,
    headers: { authorization: "Bearer abcdefghi" },
  };
  const { provider } = await openedProvider("openai:gpt-4.1", { config });
  const { provider: other } = await openedProvider("openai:gpt-4.1", {
    config: { ...config, temperature: 0.6 },
  });
  const { provider: same } = await openedProvider("openai:gpt-4.1", {
    config: { ...config, apiKey: "sk-test-another-key-000" },
  });
  expect(provider.identity).toContain("https://api.openai.com/v1");
  expect(provider.identity).toContain("gpt-4.1");
  expect(provider.identity).not.toMatch(/sk-test|abcdefghi/);
  expect(provider.identity).not.toBe(other.identity);
  expect(provider.identity).toBe(same.identity);
});
