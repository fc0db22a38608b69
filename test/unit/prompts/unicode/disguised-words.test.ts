import { describe, expect, test } from "vitest";
import { disguisedWords } from "../../../../src/prompts/unicode/disguised-words.js";

const words = (text: string) => disguisedWords(text).map(({ word }) => word);

describe("words in disguise are found", () => {
  test("Latin words with a letter of another script, which is named", () => {
    const [found] = disguisedWords("pay with p\u0430ypal");
    expect(found).toMatchObject({ start: 9, end: 15, mixed: true });
    expect(found?.letters).toEqual([{ letter: "\u0430", script: "Cyrillic", like: "a" }]);
    expect(words("\u0391pple and G\u03bf\u03bfgle and mi\u0455t\u0435")).toHaveLength(3);
  });

  test("words of lookalikes alone among Latin words", () => {
    expect(words("open the \u0441\u043e\u0440\u0435 now")).toEqual(["\u0441\u043e\u0440\u0435"]);
    expect(words("the \u0391\u03a1\u0399 key")).toEqual(["\u0391\u03a1\u0399"]);
  });

  test("letters of mathematics in a word", () => {
    expect(words("p\u{1d41a}ssword")).toHaveLength(1);
  });

  test("with their places, on any line and behind astral characters", () => {
    expect(disguisedWords("😀\nx p\u0430y")).toMatchObject([{ start: 5, end: 8 }]);
  });
});

describe("honest words pass", () => {
  test.each([
    ["Russian", "Он сказал: хор, сорок, а потом ушёл."],
    ["Russian words beside Latin ones", "Write «сорт» when they say сортировка, а не sort."],
    ["Greek", "Το ΟΤΕ και η αγορά"],
    ["formulas and units", "Δx = 3 kΩ, α = 0.05, μm, ρV, πr²"],
    ["abbreviations with endings", "SMSки и PDFы"],
    ["Japanese, Hebrew and Arabic beside Latin", "東京 Tokyo שלום Google عالم"],
    ["accents, composed or not", "naïve cafe\u0301 Ångström"],
    ["hyphenated words of two scripts", "IT-специалист"],
  ])("%s", (_what, text) => {
    expect(words(text)).toEqual([]);
  });
});
