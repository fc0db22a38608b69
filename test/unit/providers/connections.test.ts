import { expect, test } from "vitest";
import { modelServer, openedProvider, providerRequest } from "../../support/providers.js";

test("64 calls run at once, over connections that are kept and then let go", async () => {
  const server = await modelServer({ gather: 64 });
  const { provider } = await openedProvider("openai:m", { config: { apiBaseUrl: `${server.url}/v1` } });
  const ask = (count: number) =>
    Promise.all(
      Array.from({ length: count }, (_none, index) => provider.call(providerRequest(`ANSWER: ${index}`), {})),
    );
  const answers = await ask(64);
  expect(answers.map(({ output }) => output)).toEqual(
    Array.from({ length: 64 }, (_none, index) => `${index}`),
  );
  expect(server.mostAtOnce).toBe(64);
  const kept = await server.connections();
  await ask(64);
  expect(await server.connections()).toBe(kept);
  expect(kept).toBe(64);
  await provider.close?.();
  await expect.poll(() => server.connections()).toBe(0);
});

test("calls that fail, hang or are stopped leave no connection behind", async () => {
  const server = await modelServer();
  const names = ["hang", "cut", "half", "reset", "500", "html", "empty", "garbled"];
  for (const name of names) {
    const { provider } = await openedProvider(`openai:m-fault-${name}`, {
      config: { apiBaseUrl: `${server.url}/v1` },
    });
    const stop = new AbortController();
    const calls = Array.from({ length: 4 }, () =>
      provider.call(providerRequest("one two three"), { timeoutMs: 100, signal: stop.signal }),
    );
    const ends = await Promise.allSettled(calls);
    expect(ends.map(({ status }) => status)).toEqual(new Array(4).fill("rejected"));
    await provider.close?.();
  }
  await expect.poll(() => server.connections()).toBe(0);
});

test("many calls under one signal leave no listener on it", async () => {
  const server = await modelServer();
  const { provider } = await openedProvider("openai:m", { config: { apiBaseUrl: `${server.url}/v1` } });
  const stop = new AbortController();
  let listeners = 0;
  const { addEventListener, removeEventListener } = stop.signal;
  stop.signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    listeners++;
    addEventListener.apply(stop.signal, args);
  };
  stop.signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    listeners--;
    removeEventListener.apply(stop.signal, args);
  };
  for (let call = 0; call < 20; call++) {
    await provider.call(providerRequest("hi"), { signal: stop.signal, timeoutMs: 5000 });
  }
  expect(listeners).toBe(0);
});
