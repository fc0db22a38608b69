import { expect, test } from "vitest";
import { estimateTokens } from "../../../src/prompts/estimate-tokens.js";

test.each([
  ["", 0],
  ["a", 1],
  ["abcd", 1],
  ["abcde", 2],
  ["ééé", 2],
  ["日本語", 3],
  ["👍👍", 2],
  ["\ud83d alone", 3],
])("%j: a token for every four bytes, rounded up: %i", (text, tokens) => {
  expect(estimateTokens(text)).toBe(tokens);
  expect(tokens).toBe(Math.ceil(Buffer.byteLength(text) / 4));
});
