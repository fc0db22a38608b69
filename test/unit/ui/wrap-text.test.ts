import { describe, expect, test } from "vitest";
import { wrapIndented, wrapText } from "../../../src/ui/wrap-text.js";

describe("wrapText", () => {
  test("breaks between words, and leaves no spaces at the ends of lines", () => {
    expect(wrapText("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrapText("97.1% (91.8%)  2026-11-30", 15)).toEqual(["97.1% (91.8%)", "2026-11-30"]);
  });

  test("a word that is too long is broken after its commas, and stays whole without", () => {
    expect(wrapText('features ["mass","bill","flipper"] 3', 16)).toEqual([
      ...["features", '["mass","bill",', '"flipper"] 3'],
    ]);
    expect(wrapText("sha256 0123456789abcdef", 8)).toEqual(["sha256", "0123456789abcdef"]);
  });

  test("commas of words that fit break nothing, and nothing is broken where lines may have any length", () => {
    expect(wrapText("a,b c,d e,f", 7)).toEqual(["a,b c,d", "e,f"]);
    const long = "word,".repeat(1_000);
    expect(wrapText(long, Number.POSITIVE_INFINITY)).toEqual([long]);
  });
});

test("wrapIndented keeps the indentation, and goes deeper after the first line", () => {
  expect(wrapIndented("  one two three", 9)).toEqual(["  one", "    two", "    three"]);
  expect(wrapIndented("one two three", 9, 4)).toEqual(["one", "    two", "    three"]);
  expect(wrapIndented("  one two three", 80)).toEqual(["  one two three"]);
});
