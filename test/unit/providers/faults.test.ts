import { createServer } from "node:net";
import { expect, test } from "vitest";
import { Interrupted } from "../../../src/core/errors.js";
import type { FaultKind } from "../../../src/evals/provider.js";
import { faultOf, modelServer, openedProvider, providerRequest } from "../../support/providers.js";

const families = [
  ["openai", (url: string) => ({ apiBaseUrl: `${url}/v1` })],
  ["anthropic", (url: string) => ({ apiBaseUrl: url })],
  ["google", (url: string) => ({ apiBaseUrl: url })],
] as const;

const faults: readonly (readonly [fault: string, kind: FaultKind, said: string, retryable: boolean])[] = [
  ["401", "credentials", "answered 401: Incorrect API key provided", false],
  ["403", "credentials", "answered 403", false],
  ["400", "request", "answered 400: the request is not valid", false],
  ["404", "request", "the model does not exist", false],
  ["408", "timeout", "answered 408", true],
  ["429", "rate_limit", "answered 429: Rate limit reached", true],
  ["529", "rate_limit", "answered 529", true],
  ["500", "server", "the server had an error", true],
  ["503", "server", "answered 503", true],
  ["html-502", "server", "answered 502 with a page of HTML", true],
  ["html", "garbage", "answered with a page of HTML instead of JSON", false],
  ["empty", "garbage", "answered with an empty body", false],
  ["broken-json", "garbage", "answered with broken JSON", false],
  ["half", "server", "broke its answer off", true],
  ["cut", "server", "broke its answer off", true],
  ["garbled", "garbage", "sent an event that is not JSON", false],
  ["error-event", "server", "broke its answer off: it broke", true],
  ["reset", "network", "cannot be reached", true],
];

for (const [family, configOf] of families) {
  test.each(faults)(`${family}: %s is a fault of %s`, async (fault, kind, said, retryable) => {
    const server = await modelServer();
    const { provider } = await openedProvider(`${family}:m-fault-${fault}`, { config: configOf(server.url) });
    const found = await faultOf(provider.call(providerRequest("one two three four five"), {}));
    expect(found.kind).toBe(kind);
    expect(found.message).toContain(`${family}:m-fault-${fault} `);
    expect(found.message).toContain(said);
    expect(found.retryable).toBe(retryable);
    // What went wrong takes no later call with it.
    const { provider: sound } = await openedProvider(`${family}:m`, { config: configOf(server.url) });
    expect((await sound.call(providerRequest("ANSWER: fine"), {})).output).toBe("fine");
  });
}

test("how long a server asks to wait is told", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("openai:m-fault-429", {
    config: { apiBaseUrl: `${server.url}/v1` },
  });
  const fault = await faultOf(provider.call(providerRequest("hi"), {}));
  expect(fault.details).toEqual({ status: 429, retryAfterMs: 1000 });
});

test("a call that hangs ends at its time limit, and at once when the run is stopped", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("openai:m-fault-hang", {
    config: { apiBaseUrl: `${server.url}/v1` },
  });
  const late = await faultOf(provider.call(providerRequest("hi"), { timeoutMs: 50 }));
  expect(late).toMatchObject({ kind: "timeout", message: expect.stringContaining("within 50 ms") });
  const stop = new AbortController();
  const call = provider.call(providerRequest("hi"), { signal: stop.signal });
  setTimeout(() => stop.abort(), 20);
  await expect(call).rejects.toBeInstanceOf(Interrupted);
  await expect(provider.call(providerRequest("hi"), { signal: stop.signal })).rejects.toBeInstanceOf(
    Interrupted,
  );
});

test("a slow stream ends at the time limit though its head came in time", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("openai:m-fault-slow", {
    config: { apiBaseUrl: `${server.url}/v1` },
  });
  const words = Array.from({ length: 100 }, (_none, index) => `w${index}`).join(" ");
  const fault = await faultOf(provider.call(providerRequest(words), { timeoutMs: 400 }));
  expect(fault.kind).toBe("timeout");
});

test("a port where nobody listens and a name that nobody has are faults of the network", async () => {
  const listener = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => listener.once("listening", resolve));
  const address = listener.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  await new Promise((resolve) => listener.close(resolve));
  const { provider } = await openedProvider("openai:m", {
    config: { apiBaseUrl: `http://127.0.0.1:${port}/v1` },
  });
  const refused = await faultOf(provider.call(providerRequest("hi"), {}));
  expect(refused).toMatchObject({ kind: "network", message: expect.stringContaining("refused") });
  const { provider: lost } = await openedProvider("openai:m", {
    config: { apiBaseUrl: "http://nobody.invalid/v1" },
  });
  expect((await faultOf(lost.call(providerRequest("hi"), {}))).kind).toBe("network");
});

test("a server that speaks no TLS is a fault of the network", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("openai:m", {
    config: { apiBaseUrl: `${server.url.replace("http:", "https:")}/v1` },
  });
  expect((await faultOf(provider.call(providerRequest("hi"), {}))).kind).toBe("network");
});

test("a key never stands in a fault or an answer, even where the server says it back", async () => {
  const key = "very-secret-key-of-nobody";
  const server = await modelServer({ rules: [{ when: "key", say: `your key is ${key}` }] });
  const { provider } = await openedProvider("openai:m", {
    config: { apiBaseUrl: `${server.url}/v1` },
    env: { OPENAI_API_KEY: key },
  });
  const answer = await provider.call(providerRequest("what is my key?"), {});
  expect(answer.output).toBe("your key is [redacted]");
  const { provider: web } = await openedProvider("http", {
    config: { url: `${server.url}/nothing/{{env.OPENAI_API_KEY}}`, method: "GET" },
    env: { OPENAI_API_KEY: key },
  });
  const fault = await faultOf(web.call(providerRequest("hi"), {}));
  expect(fault.message).toContain("/nothing/[redacted]");
  expect(fault.message).not.toContain(key);
});
