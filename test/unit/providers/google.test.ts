import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
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

test("vectors come in one request, with the task and the length that the config asks for", async () => {
  const asked: {
    url: string | undefined;
    key: unknown;
    body: { requests: { content: { parts: { text: string }[] } }[] };
  }[] = [];
  const server = createServer(async (incoming, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of incoming) pieces.push(piece);
    const body = JSON.parse(Buffer.concat(pieces).toString("utf8"));
    asked.push({ url: incoming.url, key: incoming.headers["x-goog-api-key"], body });
    response.setHeader("content-type", "application/json");
    const vectors = (body.requests ?? body.instances).map((_: unknown, index: number) => ({
      values: [index, 1],
    }));
    const predictions = vectors.map((embeddings: object) => ({
      embeddings: { ...embeddings, statistics: { token_count: 3 } },
    }));
    response.end(JSON.stringify(body.requests ? { embeddings: vectors } : { predictions }));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const apiBaseUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const gemini = await openedProvider("google:embedding:gemini-embedding-001", {
    config: { apiBaseUrl, taskType: "SEMANTIC_SIMILARITY", outputDimensionality: 2 },
    env: { GEMINI_API_KEY: "google-test-key" },
  });
  expect(await gemini.provider.embed?.(["a", "b"], {})).toMatchObject({
    vectors: [
      [0, 1],
      [1, 1],
    ],
  });
  const part = (text: string) => ({
    model: "models/gemini-embedding-001",
    content: { parts: [{ text }] },
    taskType: "SEMANTIC_SIMILARITY",
    outputDimensionality: 2,
  });
  expect(asked).toEqual([
    {
      url: "/v1beta/models/gemini-embedding-001:batchEmbedContents",
      key: "google-test-key",
      body: { requests: [part("a"), part("b")] },
    },
  ]);
  const vertex = await openedProvider("vertex:embedding:gemini-embedding-001", {
    config: { apiBaseUrl, projectId: "p", taskType: "RETRIEVAL_QUERY" },
    env: { VERTEX_ACCESS_TOKEN: "vertex-test-token" },
  });
  expect(await vertex.provider.embed?.(["a", "b"], {})).toMatchObject({
    vectors: [
      [0, 1],
      [0, 1],
    ],
    usage: { input: 6, output: 0 },
  });
  expect(asked.slice(1).map(({ body }) => body)).toEqual(
    ["a", "b"].map((content) => ({ instances: [{ content, task_type: "RETRIEVAL_QUERY" }] })),
  );
  expect(asked[1]?.url).toContain("/publishers/google/models/gemini-embedding-001:predict");
  expect((await faultOf(gemini.provider.call(providerRequest("hi"), {}))).message).toContain(
    "answers no prompts",
  );
  await expect(openedProvider("google:embedding")).rejects.toThrow("the model must be named");
});

test("settings of a prompt go behind those of the config, unless the request says that they go first", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("google:m", {
    config: { apiBaseUrl: server.url, temperature: 0 },
  });
  const settings = { temperature: 1, max_tokens: 5 };
  await provider.call(providerRequest("hi", { settings }), {});
  await provider.call(providerRequest("hi", { settings, settingsFirst: true }), {});
  expect(server.requests.map(({ body }) => body.generationConfig)).toEqual([
    { temperature: 0, maxOutputTokens: 5 },
    { temperature: 1, maxOutputTokens: 5 },
  ]);
});
