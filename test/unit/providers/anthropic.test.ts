import { expect, test } from "vitest";
import { faultOf, modelServer, openedProvider, providerRequest } from "../../support/providers.js";

test.each([true, false])("a message is answered, streamed: %s", async (stream) => {
  const server = await modelServer({ key: "anthropic-test-key" });
  const { provider } = await openedProvider("anthropic:messages:claude-3-haiku-20240307", {
    config: { apiBaseUrl: server.url, stream, temperature: 0.2, stop_sequences: ["END"] },
    env: { ANTHROPIC_API_KEY: "anthropic-test-key" },
  });
  const messages = [
    { role: "system", content: "be brief" },
    { role: "user", content: "ANSWER: It is blue." },
  ] as const;
  const answer = await provider.call(providerRequest("", { messages }), {});
  expect(answer).toMatchObject({
    output: "It is blue.",
    finishReason: "stop",
    model: "claude-3-haiku-20240307",
    usage: { input: 8, output: 4, cached: 0 },
  });
  expect(answer.costUsd).toBeCloseTo((8 * 0.25 + 4 * 1.25) / 1e6, 12);
  expect(answer.ttftMs === undefined).toBe(!stream);
  expect(server.requests[0]).toMatchObject({
    path: "/v1/messages",
    headers: { "anthropic-version": "2023-06-01" },
    body: {
      system: "be brief",
      messages: [{ role: "user", content: "ANSWER: It is blue." }],
      max_tokens: 1024,
      temperature: 0.2,
      stop_sequences: ["END"],
    },
  });
});

test.each([true, false])(
  "tools are sent in Anthropic's form and calls come back as data, streamed: %s",
  async (stream) => {
    const server = await modelServer();
    const { provider } = await openedProvider("anthropic:m", { config: { apiBaseUrl: server.url, stream } });
    const parameters = { type: "object", properties: { city: { type: "string" } } };
    const tools = [{ type: "function", function: { name: "weather", description: "now", parameters } }];
    const answer = await provider.call(providerRequest('CALL: weather {"city": "Bern"}', { tools }), {});
    expect(answer.toolCalls).toEqual([{ name: "weather", arguments: { city: "Bern" } }]);
    expect(answer.output).toBe('{"type":"tool_use","id":"toolu_1","name":"weather","input":{"city":"Bern"}}');
    expect(answer.finishReason).toBe("tool_calls");
    expect(server.requests[0]?.body.tools).toEqual([
      { name: "weather", description: "now", input_schema: parameters },
    ]);
  },
);

test("tokens from the cache are input, a refusal is flagged, a schema makes data", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("anthropic:cached", { config: { apiBaseUrl: server.url } });
  const answer = await provider.call(providerRequest("one two three four"), {});
  expect(answer.usage).toEqual({ input: 4, output: 4, cached: 2 });
  const refused = await provider.call(providerRequest("REFUSE: no"), {});
  expect(refused).toMatchObject({
    output: "no",
    finishReason: "content_filter",
    guardrails: { flagged: true },
  });
  const outputSchema = { type: "object" };
  const data = await provider.call(providerRequest('JSON: {"a": 1}', { outputSchema }), {});
  expect(data.output).toEqual({ a: 1 });
  expect(server.requests[2]?.body.output_config).toEqual({
    format: { type: "json_schema", schema: outputSchema },
  });
});

test("settings that Anthropic would refuse are left out", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("anthropic:m", { config: { apiBaseUrl: server.url } });
  const settings = { seed: 1, presence_penalty: 1, top_k: 5, max_output_tokens: 7 };
  await provider.call(providerRequest("hi", { settings }), {});
  expect(server.requests[0]?.body).toMatchObject({ top_k: 5, max_tokens: 7 });
  expect(server.requests[0]?.body).not.toHaveProperty("seed");
  expect(server.requests[0]?.body).not.toHaveProperty("presence_penalty");
});

test("a missing key is a fault that names its variable", async () => {
  const { provider } = await openedProvider("anthropic:claude-3-haiku-20240307");
  const fault = await faultOf(provider.call(providerRequest("hi"), {}));
  expect(fault).toMatchObject({
    kind: "credentials",
    message:
      "anthropic:claude-3-haiku-20240307 has no key: ANTHROPIC_API_KEY is not set in the environment or in .env",
  });
});
