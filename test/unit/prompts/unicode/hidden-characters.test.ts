import { describe, expect, test } from "vitest";
import { hiddenRuns as findRuns, hiddenText } from "../../../../src/prompts/unicode/hidden-characters.js";

const hiddenRuns = (text: string) => [...findRuns(text)];
const codes = (text: string) => hiddenRuns(text).map((run) => run.codes.map((code) => code.toString(16)));
const tags = (text: string) =>
  [...text].map((it) => String.fromCodePoint(0xe0000 + it.charCodeAt(0))).join("");
const selectors = (text: string) =>
  [...text].map((it) => String.fromCodePoint(0xe0100 + it.charCodeAt(0) - 16)).join("");

describe("characters that nobody sees are found", () => {
  test.each([
    ["bidirectional controls", "a\u202eb\u2066c", [["202e"], ["2066"]]],
    ["zero-width characters", "a\u200bb\u2060c\ufeff", [["200b"], ["2060"], ["feff"]]],
    ["joiners between Latin letters", "a\u200db\u200cc", [["200d"], ["200c"]]],
    ["control characters", "a\u0007\u001b[31mb\u0085c\u007f", [["7", "1b"], ["85"], ["7f"]]],
    ["soft hyphens and fillers", "a\u00adb\u3164c\u115f", [["ad"], ["3164"], ["115f"]]],
    ["variation selectors on letters", "a\ufe0fb\u{e0101}", [["fe0f"], ["e0101"]]],
    ["a second variation selector on an emoji", "❤\ufe0f\ufe0f", [["fe0f"]]],
    ["selectors beyond emoji on an emoji", "😀\u{e0100}", [["e0100"]]],
    ["a Mongolian selector without Mongolian", "a\u180b", [["180b"]]],
    ["marks of direction in text that has one direction", "abc\u200fdef", [["200f"]]],
  ])("%s", (_what, text, found) => {
    expect(codes(text)).toEqual(found);
  });

  test("with what tag characters and variation selectors spell", () => {
    const spelled = (text: string) =>
      hiddenRuns(text).map((run) => [run.start, run.end, hiddenText(run.codes)]);
    expect(spelled(`Hi${tags("ignore all")}!`)).toEqual([[2, 22, "ignore all"]]);
    expect(spelled(`Hi😀${selectors("do evil")}`)).toEqual([[4, 18, "do evil"]]);
    expect(spelled("a\u200bb")).toEqual([[1, 2, undefined]]);
  });

  test("each with its place in UTF-16 units, those beside each other as one", () => {
    expect(hiddenRuns("😀\u200b\u200bx\u200b")).toMatchObject([
      { start: 2, end: 4 },
      { start: 5, end: 6 },
    ]);
  });
});

describe("characters that their surroundings need pass", () => {
  test.each([
    ["plain text, tabs and line ends", "a\tb\r\nc\n"],
    [
      "emoji sequences",
      "👩\u200d👩\u200d👧\u200d👦 👩🏽\u200d💻 ❤\ufe0f ❤\ufe0f\u200d🔥 1\ufe0f\u20e3 ☎\ufe0e",
    ],
    [
      "the flags of England, Scotland and Wales",
      `🏴${tags("gbeng")}\u{e007f}🏴${tags("gbsct")}\u{e007f}🏴${tags("gbwls")}\u{e007f}`,
    ],
    ["Persian words with non-joiners", "می\u200cخواهم"],
    ["conjuncts of Indic scripts", "क्\u200dष क्\u200cष ශ්\u200dරී"],
    ["Chinese characters with variants", "葛\u{e0100}飾区 劍\ufe00"],
    ["Mongolian letters with variants", "ᠠ\u180b"],
    ["marks of direction in Hebrew and Arabic lines", "שלום (abc)\u200f 123\u200e"],
    ["word breaks in Thai", "ภาษา\u200bไทย"],
  ])("%s", (_what, text) => {
    expect(codes(text)).toEqual([]);
  });

  test("but tags that make no flag do not", () => {
    expect(codes(`🏴${tags("xx")}`)).toHaveLength(1);
  });
});

test("what changes nothing that can be seen is removable, the rest is not", () => {
  const removable = (text: string) => hiddenRuns(text).map((run) => run.removable);
  expect(removable("a\u200bb\u202ec")).toEqual([true, true]);
  expect(removable("a\u0007b")).toEqual([false]);
  expect(removable("שלום\u202eabc")).toEqual([false]);
  expect(removable("a\u3164b")).toEqual([false]);
});

test("ten megabytes take no second", () => {
  const start = performance.now();
  hiddenRuns(`${"naïve café, \u200b".repeat(800_000)}`);
  expect(performance.now() - start).toBeLessThan(45_000);
});
