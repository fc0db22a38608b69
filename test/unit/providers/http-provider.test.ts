import { createServer, type IncomingMessage } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import type { Json } from "../../../src/prompts/types.js";
import { openScriptHost } from "../../../src/scripts/script-host.js";
import { faultOf, openedProvider, providerRequest } from "../../support/providers.js";
import { tempFolder } from "../../support/temp-folder.js";

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A service of somebody's: answers with `answer`, or with what it makes of the address; remembers what it got. */
async function service(
  answer: Json | ((address: string) => string),
  type = "application/json",
  status = 200,
  more = {},
) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const { method, url, headers } = request;
    received.push({ method, url, headers, body: Buffer.concat(pieces).toString("utf8") });
    response.writeHead(status, { "content-type": type, ...more });
    const said = typeof answer === "function" ? answer(url ?? "") : answer;
    response.end(typeof said === "string" ? said : JSON.stringify(said));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`, received };
}

test("a bare address is posted the prompt as JSON, and its answer is the output", async () => {
  const { url, received } = await service({ output: "hello" });
  const { provider } = await openedProvider(`${url}/chat`);
  const answer = await provider.call(providerRequest('say "hi"\n'), {});
  expect(answer).toMatchObject({ output: "hello", cached: false });
  expect(received[0]).toMatchObject({ method: "POST", url: "/chat", body: '{"prompt":"say \\"hi\\"\\n"}' });
  expect(received[0]?.headers["content-type"]).toBe("application/json");
});

test("method, query, headers and body are filled in with prompt and variables", async () => {
  const { url, received } = await service({ choices: [{ message: { content: "it is" } }] });
  const { provider } = await openedProvider("http", {
    config: {
      url: `${url}/{{path}}`,
      method: "put",
      queryParams: { user: "{{name}}" },
      headers: { "X-Name": "{{name}}", Authorization: "Bearer {{env.BOT_TOKEN}}" },
      body: {
        question: "Q: {{prompt}}",
        chat: "{{prompt}}",
        count: "{{count}}",
        deep: [{ name: "{{name}}" }],
      },
      transformResponse: "json.choices[0].message.content",
    },
    env: { BOT_TOKEN: "token-of-the-bot" },
  });
  const vars = new Map<string, Json>([
    ["path", "v2"],
    ["name", 'A "B"'],
    ["count", 5],
  ]);
  const chat = '[{"role":"user","content":"hi"}]';
  const answer = await provider.call(providerRequest(chat, { vars }), {});
  expect(answer.output).toBe("it is");
  expect(received[0]).toMatchObject({ method: "PUT", url: "/v2?user=A+%22B%22" });
  expect(received[0]?.headers).toMatchObject({ "x-name": 'A "B"', authorization: "Bearer token-of-the-bot" });
  expect(JSON.parse(received[0]?.body ?? "")).toEqual({
    question: `Q: ${chat}`,
    chat: [{ role: "user", content: "hi" }],
    count: 5,
    deep: [{ name: 'A "B"' }],
  });
  expect(provider.identity).not.toContain("token-of-the-bot");
});

test("JSON that is written as text is not broken by a quote in the prompt", async () => {
  const { url, received } = await service("fine", "text/plain");
  const { provider } = await openedProvider("http", {
    config: { url, body: '{"q": "{{prompt}}"}', transformResponse: "text" },
  });
  expect((await provider.call(providerRequest('a "quote"\nand a line'), {})).output).toBe("fine");
  expect(JSON.parse(received[0]?.body ?? "")).toEqual({ q: 'a "quote"\nand a line' });
});

test("a value of the data is never taken for a template", async () => {
  const { url, received } = await service({ output: "ok" });
  const { provider } = await openedProvider("http", {
    config: { url, body: { q: "{{q}}" } },
    env: { SECRET_KEY: "do-not-tell" },
  });
  await provider.call(providerRequest("x", { vars: new Map([["q", "{{env.SECRET_KEY}}"]]) }), {});
  expect(JSON.parse(received[0]?.body ?? "")).toEqual({ q: "{{env.SECRET_KEY}}" });
});

test.each([
  ["json.a.b[0]", "x"],
  ["$.a['b'][1]", "y"],
  ["json?.a?.b", ["x", "y"]],
  ["a.c", 0],
])("a path takes the answer out: %s", async (transformResponse, output) => {
  const { url } = await service({ a: { b: ["x", "y"], c: 0 } });
  const { provider } = await openedProvider("http", { config: { url, transformResponse } });
  expect((await provider.call(providerRequest("hi"), {})).output).toEqual(output);
});

test("what is more than a path is run as JavaScript, an expression or a function", async () => {
  const folder = tempFolder();
  const scripts = await openScriptHost({ folder, env: {} });
  onTestFinished(() => scripts.close());
  const { url } = await service({ parts: ["a", "b"] });
  for (const transformResponse of [
    "json.parts.join('-') + context.response.status",
    "(json, text, context) => json.parts.join('-') + context.response.status",
  ]) {
    const { provider } = await openedProvider("http", {
      folder,
      scripts,
      config: { url, transformResponse },
    });
    expect((await provider.call(providerRequest("hi"), {})).output).toBe("a-b200");
  }
  const { provider } = await openedProvider("http", {
    folder,
    scripts,
    config: { url, transformResponse: "json.nothing.here + 1" },
  });
  const fault = await faultOf(provider.call(providerRequest("hi"), {}));
  expect(fault).toMatchObject({
    kind: "request",
    message: expect.stringContaining("transformResponse fails"),
  });
});

test("an answer without what the path names, an empty body and HTML are garbage", async () => {
  const missing = await service({ other: 1 });
  const { provider } = await openedProvider("http", {
    config: { url: missing.url, transformResponse: "json.answer" },
  });
  expect(await faultOf(provider.call(providerRequest("hi"), {}))).toMatchObject({
    kind: "garbage",
    message: expect.stringContaining('answered without json.answer: {"other":1}'),
  });
  const empty = await service("");
  const { provider: silent } = await openedProvider(empty.url);
  expect((await faultOf(silent.call(providerRequest("hi"), {}))).kind).toBe("garbage");
  const html = await service("<html><body>log in</body></html>");
  const { provider: login } = await openedProvider(html.url);
  expect((await faultOf(login.call(providerRequest("hi"), {}))).kind).toBe("garbage");
});

test("a prompt with a line break in a header is a fault of the request", async () => {
  const { url } = await service({ output: "ok" });
  const { provider } = await openedProvider("http", { config: { url, headers: { "x-q": "{{prompt}}" } } });
  expect((await faultOf(provider.call(providerRequest("a\nb"), {}))).kind).toBe("request");
});

test.each([
  [{ url: "ftp://x" }, "url must be an address that begins with http:// or https://"],
  [{}, "url must be set"],
  [{ url: "http://x", multipart: { parts: [] } }, "multipart must be left out"],
  [{ url: "http://x", headers: ["a"] }, "headers must be a mapping"],
])("a config that cannot be is refused with its place: %o", async (config, said) => {
  await expect(openedProvider("http", { config })).rejects.toMatchObject({
    code: "MLX_PROVIDER_CONFIG",
    exitCode: 2,
    at: { file: "suite.eval.yaml", line: 3, column: 5 },
    message: expect.stringContaining(said),
  });
});

test("a key that was spelt for an address, or cut, stands in no fault either", async () => {
  const key = 'q"k/0123456789+abcdefghij=';
  const location = `/elsewhere?token=${encodeURIComponent(key)}`;
  const of = async (status: number, says: (address: string) => string) => {
    const { url } = await service(says, "text/plain", status, { location });
    const config = { url: `${url}/ask`, queryParams: { key: "{{env.BOT_KEY}}" } };
    const { provider } = await openedProvider("http", { config, env: { BOT_KEY: key } });
    return (await faultOf(provider.call(providerRequest("hi"), {}))).message;
  };
  expect(await of(400, (address) => `what is ${address}?`)).toBe(
    "http answered 400: what is /ask?key=[redacted]?",
  );
  const cut = await of(500, () => `${"x".repeat(285)} ${key} and more`);
  expect(cut.endsWith("x [redacted]…")).toBe(true);
  expect(await of(302, () => "")).toContain("sends to /elsewhere; set");
});

test("an address that is the id of a provider is filled in with what it names of the environment", async () => {
  const { url } = await service((address) => `asked ${address}`, "text/plain");
  const { provider } = await openedProvider(`${url}/ask?k={{env.BOT_KEY}}`, {
    env: { BOT_KEY: "a-key-of-mine" },
  });
  expect((await provider.call(providerRequest("hi"), {})).output).toBe("asked /ask?k=[redacted]");
});
