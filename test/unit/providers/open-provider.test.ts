import { expect, test } from "vitest";
import { openedProvider, providerRequest } from "../../support/providers.js";

test("echo says the prompt back, costs nothing and is not cached", async () => {
  const { provider } = await openedProvider("echo");
  expect(provider.cacheable).toBe(false);
  const answer = {
    output: "hello",
    usage: { input: 0, output: 0, cached: 0 },
    latencyMs: 0,
    costUsd: 0,
    cached: false,
  };
  expect(await provider.call(providerRequest("hello"), {})).toEqual(answer);
  expect(provider.callNow?.(providerRequest("hello"))).toEqual(answer);
});

test("an id that names no provider is refused at its place, with what was probably meant", async () => {
  await expect(openedProvider("opnai:gpt-4.1")).rejects.toMatchObject({
    code: "MLX_UNKNOWN_PROVIDER",
    exitCode: 2,
    at: { line: 3, column: 5 },
    hint: "did you mean openai:gpt-4.1?",
  });
  await expect(openedProvider("watson:x")).rejects.toMatchObject({
    hint: expect.stringContaining("config.apiBaseUrl"),
  });
});

test.each([
  ["openai:m", { apiBaseUrl: "not an address" }],
  ["openai:m", { passthrough: "x" }],
  ["openai:m", { stream: "yes" }],
  ["openai:m", { cost: "1" }],
  ["openai:embedding", {}],
  ["azure:d", {}],
  ["vertex:m", {}],
  ["anthropic:m", { headers: { a: [] } }],
  ["exec:", {}],
  ["exec:./x", { input: "file" }],
  ["replay:", {}],
])("a config that cannot be is refused when the provider is opened: %s %o", async (id, config) => {
  await expect(openedProvider(id, { config })).rejects.toMatchObject({
    code: "MLX_PROVIDER_CONFIG",
    exitCode: 2,
    message: expect.stringContaining(`provider ${id}: `),
  });
});
