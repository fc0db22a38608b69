import { expect, test } from "vitest";
import type { ModelFacts } from "../../../../src/core/settings.js";
import { modelFacts } from "../../../../src/prompts/models/model-facts.js";

const known = (name: string, overrides: Record<string, ModelFacts> = {}) => modelFacts(name, overrides);

test("a snapshot is pinned and has the facts of the table", () => {
  expect(known("gpt-4.1-2025-04-14")).toEqual({
    name: "gpt-4.1-2025-04-14",
    facts: {
      contextWindow: 1_047_576,
      maxOutput: 32_768,
      inputPrice: 2,
      outputPrice: 8,
      retires: "2027-01-14",
    },
    pinned: true,
    successor: "gpt-6-luna",
  });
});

test.each([
  ["gpt-4o", "gpt-4o-2024-08-06"],
  ["GPT-4o", "gpt-4o-2024-08-06"],
  ["openai/gpt-4.1", "openai/gpt-4.1-2025-04-14"],
  ["openai:gpt-4.1-mini", "openai:gpt-4.1-mini-2025-04-14"],
  ["openai:chat:gpt-4.1", "openai:chat:gpt-4.1-2025-04-14"],
  ["azure/gpt-4o-mini", "azure/gpt-4o-mini-2024-07-18"],
  ["openrouter/openai/gpt-4o", "openrouter/openai/gpt-4o-2024-08-06"],
  ["claude-sonnet-4-5", "claude-sonnet-4-5-20250929"],
  ["anthropic:messages:claude-haiku-4-5", "anthropic:messages:claude-haiku-4-5-20251001"],
  ["vertex_ai/claude-haiku-4-5", "vertex_ai/claude-haiku-4-5@20251001"],
  ["claude-3-5-haiku-latest", "claude-3-5-haiku-20241022"],
  ["mistral/mistral-large-latest", "mistral/mistral-large-2512"],
  ["gemini-2.0-flash", "gemini-2.0-flash-001"],
])("%s moves; %s is suggested", (name, suggestion) => {
  expect(known(name)).toMatchObject({ pinned: false, suggestion });
});

test.each([
  "latest",
  "my-model-latest",
  "llama3:latest",
  "ollama/llama3",
  "ollama:chat:mistral",
  "x@latest",
  "a/latest",
])("%s: not in the table, and says itself that it moves", (name) => {
  const model = known(name);
  expect(model).toMatchObject({ pinned: false, facts: {} });
  expect(model?.suggestion).toBeUndefined();
});

test.each([
  "my-model",
  "",
  "constructor",
  "__proto__",
  "llama3:8b-instruct",
  "latest-model",
  "toString",
  "@",
  "/",
  ":",
])("%j is not known, and not judged", (name) => {
  expect(known(name)).toBeUndefined();
});

test.each([
  ["models/gemini-2.5-pro", "gemini-2.5-pro"],
  ["projects/p/locations/l/publishers/google/models/gemini-2.5-pro", "gemini-2.5-pro"],
  ["claude-sonnet-4-5@20250929", "claude-sonnet-4-5-20250929"],
  ["us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5-20250929"],
  ["anthropic.claude-opus-4-6-v1", "claude-opus-4-6"],
  ["bedrock/us-east-1/anthropic.claude-haiku-4-5-20251001-v1:0", "claude-haiku-4-5-20251001"],
  ["arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0", "amazon.nova-pro-v1:0"],
  ["eu.amazon.nova-lite-v1:0", "amazon.nova-lite-v1:0"],
  ["meta-llama/Llama-3.3-70B-Instruct", "llama-3.3-70b-instruct"],
  ["together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo", "llama-3.3-70b-instruct"],
  ["openrouter/anthropic/claude-sonnet-5:free", "claude-sonnet-5"],
  ["us.meta.llama3-3-70b-instruct-v1:0", "meta.llama3-3-70b-instruct-v1:0"],
])("%s is %s, pinned", (name, canonical) => {
  expect(known(name)).toMatchObject({ name: canonical, pinned: true });
});

test.each(["claude-opus-4-6", "claude-sonnet-5", "gpt-6-luna", "gemini-3.8-flash"])(
  "%s: a name without a date that the provider keeps fixed is pinned",
  (name) => {
    expect(known(name)?.pinned).toBe(true);
  },
);

test("of a model that another host serves, prices and dates are not known", () => {
  for (const name of [
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "azure/gpt-4o-2024-08-06",
    "groq/gpt-oss-20b",
  ]) {
    const { facts, successor } = known(name) ?? { facts: {} };
    expect(Object.keys(facts)).not.toEqual(expect.arrayContaining(["inputPrice"]));
    expect(facts.retires).toBeUndefined();
    expect(successor).toBeUndefined();
    expect(facts.contextWindow).toBeGreaterThan(1000);
  }
});

test("a fine-tuned model is pinned, has another price, and goes with the model below it", () => {
  const model = known("ft:gpt-4o-2024-08-06:team::abc123");
  expect(model?.facts).toEqual({ contextWindow: 128_000, maxOutput: 16_384, retires: "2027-01-14" });
  expect(model?.pinned).toBe(true);
});

test("what the project says of a name goes before the table, field by field", () => {
  const overrides = { "gpt-4o": { inputPrice: 1 }, "azure/gpt-4o": { outputPrice: 3, pinned: true } };
  expect(known("gpt-4o", overrides)).toMatchObject({
    facts: { contextWindow: 128_000, inputPrice: 1, outputPrice: 10 },
    pinned: false,
  });
  expect(known("openai/gpt-4o", overrides)?.facts.inputPrice).toBe(1);
  const azure = known("azure/gpt-4o", overrides);
  expect(azure).toMatchObject({ facts: { inputPrice: 1, outputPrice: 3 }, pinned: true });
  expect(azure?.suggestion).toBeUndefined();
});

test("a model that only the project knows is known", () => {
  expect(known("house-model", { "house-model": { contextWindow: 8192 } })).toEqual({
    name: "house-model",
    facts: { contextWindow: 8192 },
    pinned: true,
  });
  expect(known("house-model", { "house-model": { pinned: false } })?.pinned).toBe(false);
});
