import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { countTokens } from "../../../src/tokens/count-tokens.js";

interface Fixture {
  readonly texts: string[];
  readonly o200k_base: number[];
  readonly cl100k_base: number[];
}

/** Made by tokens.mjs beside it with another implementation. */
const fixture: Fixture = JSON.parse(
  readFileSync(new URL("../../fixtures/prompts/tokens.json", import.meta.url), "utf8"),
);

test.each([
  "gpt-4o-2024-08-06",
  "openai/gpt-4.1",
  "openai:chat:gpt-5-mini",
  "o3",
  "ft:gpt-4o-mini-2024-07-18:a::b",
])("%s: counts are those of tiktoken's o200k_base, and exact", async (model) => {
  expect(await countTokens(fixture.texts, model)).toEqual({
    counts: fixture.o200k_base,
    exact: true,
    encoding: "o200k_base",
  });
});

test.each(["gpt-4", "gpt-4-turbo-2024-04-09", "gpt-3.5-turbo", "azure/gpt-35-turbo"])(
  "%s: counts are those of tiktoken's cl100k_base, and exact",
  async (model) => {
    expect(await countTokens(fixture.texts, model)).toEqual({
      counts: fixture.cl100k_base,
      exact: true,
      encoding: "cl100k_base",
    });
  },
);

test.each([undefined, "claude-sonnet-5-5", "gemini-3.8-flash", "gpt-6-luna", "my-own", ""])(
  "%s: no encoding is known, so that the count is an estimate",
  async (model) => {
    expect(await countTokens(["Hello, world!"], model)).toEqual({
      counts: [4],
      exact: false,
      encoding: "o200k_base",
    });
  },
);

test("special tokens of the model are plain text", async () => {
  const { counts } = await countTokens(["<|endoftext|>", "<|im_start|>"], "gpt-4o");
  expect(counts.every((count) => count > 1)).toBe(true);
});

test("a megabyte without a space is counted at once, as an estimate", async () => {
  await countTokens(["load"], "gpt-4o");
  const start = performance.now();
  const texts = ["a".repeat(1_000_000), "=".repeat(1_000_000), " ".repeat(1_000_000), "語".repeat(300_000)];
  const { counts, exact } = await countTokens(texts, "gpt-4o");
  expect(performance.now() - start).toBeLessThan(45_000);
  expect(exact).toBe(false);
  expect(counts[0]).toBeGreaterThan(100_000);
  expect(counts[0]).toBeLessThan(200_000);
});

test("a long text of words, or of letters and digits mixed, stays exact", async () => {
  const base64 = Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * 7919) % 251)).toString(
    "base64",
  );
  const { exact } = await countTokens(["word ".repeat(10_000), base64], "gpt-4o");
  expect(exact).toBe(true);
});
