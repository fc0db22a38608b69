import { expect, test } from "vitest";
import { embeddedJson } from "../../../../../src/evals/report/html/embedded-json.js";
import { bytesWithin, cutToBytes } from "../../../../../src/evals/report/html/text-budget.js";

const texts = [
  "plain",
  'a "quoted" \\ line\n\r\t',
  "<b>&amp;</b>",
  "déjà vu",
  "包裹",
  "🎈🎈",
  "\u0000\u001f",
  "\u2028\u2029",
  "\ud800",
  "",
  "\u007f",
];

test.each(texts)("the bytes of %j are those that it takes within the page", (text) => {
  expect(bytesWithin(text)).toBe(Buffer.byteLength(embeddedJson(text).text) - 2);
  expect(cutToBytes(text, 1000)).toEqual({ text, bytes: bytesWithin(text), leftOut: 0 });
});

test("a cut text takes no more than it may, and no character is halved", () => {
  for (let most = 0; most < 30; most++) {
    const { text, bytes, leftOut } = cutToBytes("a🎈包<\n".repeat(5), most);
    expect(bytes).toBeLessThanOrEqual(most);
    expect(bytesWithin(text)).toBe(bytes);
    expect(text).not.toMatch(/\p{Surrogate}/u);
    expect(text.length + leftOut).toBe(30);
  }
});
