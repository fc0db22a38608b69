import { expect, test } from "vitest";
import { faultOf, modelServer, openedProvider, providerRequest } from "../../support/providers.js";

test.each([true, false])("content is generated, streamed: %s", async (stream) => {
  const server = await modelServer({ key: "google-test-key" });
  const { provider } = await openedProvider("google:gemini-2.5-pro", {
    config: { apiBaseUrl: server.url, stream, generationConfig: { candidateCount: 1 } },
    dotEnv: { GEMINI_API_KEY: "google-test-key" },
  });
  const messages = [
    { role: "system", content: "be brief" },
    { role: "user", content: "hi" },
    { role: "assistant", content: "hello" },
    { role: "user", content: "ANSWER: It is blue." },
  ] as const;
  const settings = { temperature: 0.5, max_output_tokens: 20, stop: "END" };
  const answer = await provider.call(providerRequest("", { messages, settings }), {});
  expect(answer).toMatchObject({
    output: "It is blue.",
    finishReason: "stop",
    model: "gemini-2.5-pro",
    usage: { output: 4, cached: 0 },
  });
  expect(answer.costUsd).toBeGreaterThan(0);
  expect(answer.ttftMs === undefined).toBe(!stream);
  const method = stream ? "streamGenerateContent?alt=sse" : "generateContent";
  expect(server.requests[0]?.path).toBe(`/v1beta/models/gemini-2.5-pro:${method}`);
  expect(server.requests[0]?.body).toEqual({
    systemInstruction: { parts: [{ text: "be brief" }] },
    contents: [
      { role: "user", parts: [{ text: "hi" }] },
      { role: "model", parts: [{ text: "hello" }] },
      { role: "user", parts: [{ text: "ANSWER: It is blue." }] },
    ],
    generationConfig: { temperature: 0.5, maxOutputTokens: 20, stopSequences: ["END"], candidateCount: 1 },
  });
});

test("tools are gathered in Google's form and calls come back as data", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("google:m", { config: { apiBaseUrl: server.url } });
  const parameters = { type: "object", properties: {} };
  const tools = [{ name: "weather", parameters }, { googleSearch: {} }];
  const answer = await provider.call(providerRequest('CALL: weather {"city": "Bern"}', { tools }), {});
  expect(answer).toMatchObject({
    toolCalls: [{ name: "weather", arguments: { city: "Bern" } }],
    output: [{ functionCall: { name: "weather", args: { city: "Bern" } } }],
    finishReason: "tool_calls",
  });
  expect(server.requests[0]?.body.tools).toEqual([
    { functionDeclarations: [{ name: "weather", parametersJsonSchema: parameters }] },
    { googleSearch: {} },
  ]);
});

test("a schema makes data, and what Google stops is flagged", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("google:m", { config: { apiBaseUrl: server.url } });
  const outputSchema = { type: "object" };
  const data = await provider.call(providerRequest('JSON: {"a": 1}', { outputSchema }), {});
  expect(data.output).toEqual({ a: 1 });
  expect(server.requests[0]?.body.generationConfig).toEqual({
    responseMimeType: "application/json",
    responseJsonSchema: outputSchema,
  });
  const refused = await provider.call(providerRequest("REFUSE: no"), {});
  expect(refused).toMatchObject({ finishReason: "content_filter", guardrails: { flagged: true } });
});

test("Vertex AI has the project in its address and takes a token that a command prints", async () => {
  const server = await modelServer({ key: "ya29.token" });
  const { provider } = await openedProvider("vertex:gemini-2.5-pro", {
    config: { apiBaseUrl: `${server.url}/v1`, projectId: "p1", apiKeyCommand: "echo ya29.token" },
    env: { PATH: process.env["PATH"] },
  });
  const answer = await provider.call(providerRequest("ANSWER: ok"), {});
  expect(answer.output).toBe("ok");
  // Another host's prices are not the maker's.
  expect(answer).not.toHaveProperty("costUsd");
  expect(server.requests[0]?.path).toBe(
    "/v1/projects/p1/locations/us-central1/publishers/google/models/gemini-2.5-pro:streamGenerateContent?alt=sse",
  );
});

test("a missing key is a fault that names its variable", async () => {
  const { provider } = await openedProvider("google:gemini-2.5-pro");
  const fault = await faultOf(provider.call(providerRequest("hi"), {}));
  expect(fault).toMatchObject({ kind: "credentials", message: expect.stringContaining("GEMINI_API_KEY") });
});
