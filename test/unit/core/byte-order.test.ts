import { expect, test } from "vitest";
import { compareBytes } from "../../../src/core/byte-order.js";
import { seededRandom } from "../data/seeded-entries.js";

const sign = (value: number) => Math.sign(value);
const reference = (a: string, b: string) => sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));

test.each([
  ["a", "b"],
  ["a", "a"],
  ["a", "ab"],
  ["", "a"],
  ["a.txt", "a/b"],
  ["Z", "a"],
  ["ä", "z"],
  ["\u{ffee}", "\u{1f600}"],
  ["\u{1f600}", "\u{1f601}"],
  ["\u{e000}", "\u{10000}"],
])("orders %j and %j as their UTF-8 bytes are ordered", (a, b) => {
  expect(sign(compareBytes(a, b))).toBe(reference(a, b));
  expect(sign(compareBytes(b, a))).toBe(reference(b, a));
});

test("agrees with the bytes for many random strings, of every plane", () => {
  const random = seededRandom(5);
  const alphabet = ["a", "b", "/", ".", "é", "\u{d7ff}", "\u{e000}", "\u{fffd}", "\u{10000}", "\u{10ffff}"];
  const word = () =>
    Array.from(
      { length: Math.floor(random() * 5) },
      () => alphabet[Math.floor(random() * alphabet.length)],
    ).join("");
  for (let i = 0; i < 5000; i++) {
    const [a, b] = [word(), word()];
    expect(sign(compareBytes(a, b)), JSON.stringify([a, b])).toBe(reference(a, b));
  }
});
