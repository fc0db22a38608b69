import { expect, test } from "vitest";
import { diffText, type TextSegment } from "../../../../src/prompts/diff/text-diff.js";

function words(before: string, after: string): string {
  return diffText(before, after)
    .map(({ kind, text }) => (kind === "same" ? text : kind === "removed" ? `[-${text}-]` : `{+${text}+}`))
    .join("");
}

function sides(segments: readonly TextSegment[]): [string, string] {
  const side = (other: TextSegment["kind"]) =>
    segments
      .filter(({ kind }) => kind !== other)
      .map(({ text }) => text)
      .join("");
  return [side("added"), side("removed")];
}

test.each([
  ["a b c", "a b c", "a b c"],
  ["", "", ""],
  ["", "new", "{+new+}"],
  ["old", "", "[-old-]"],
  ["Answer in detail.", "Answer briefly.", "Answer [-in detail-]{+briefly+}."],
  ["one two three", "one 2 3", "one [-two three-]{+2 3+}"],
  ["a  b", "a b", "a[-  -]{+ +}b"],
  ["x\ny", "x\n\ny", "x\n{+\n+}y"],
  ["Grüße, Ada", "Grüße, Åsa", "Grüße, [-Ada-]{+Åsa+}"],
  ["{{ question }}", "{{ query }}", "[-{{ question }}-]{+{{ query }}+}"],
  ["Be {{ tone }}.", "Be {{ tone }}, in {{ language }}.", "Be {{ tone }}{+, in {{ language }}+}."],
  ["日本 語", "日本 字", "日本 [-語-]{+字+}"],
])("%j → %j: %s", (before, after, shown) => {
  expect(words(before, after)).toBe(shown);
});

test("both texts can be put together again from the segments", () => {
  let seed = 7;
  const random = (most: number) => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed % most;
  };
  for (let round = 0; round < 200; round++) {
    const text = () =>
      Array.from(
        { length: random(40) },
        () => ["a", "b", "cc", " ", "\n", "  ", ".", "👍", "\t"][random(9)],
      ).join("");
    const [before, after] = [text(), text()];
    const segments = diffText(before, after);
    expect(sides(segments)).toEqual([before, after]);
    expect(segments.filter(({ text: it }) => it === "")).toEqual([]);
  }
});

test("long texts are compared line by line", () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index} of the text`);
  const after = lines.with(10_000, "another line of the text");
  const segments = diffText(lines.join("\n"), after.join("\n"));
  expect(segments.filter(({ kind }) => kind !== "same")).toEqual([
    { kind: "removed", text: "line 10000 of the text\n" },
    { kind: "added", text: "another line of the text\n" },
  ]);
});

test("texts of ten megabytes that have nothing in common are told as replaced, at once", () => {
  const text = (word: string) => Array.from({ length: 700_000 }, (_, index) => `${word} ${index}`).join("\n");
  const [before, after] = [text("former"), text("latter")];
  const start = performance.now();
  const segments = diffText(before, after);
  expect(performance.now() - start).toBeLessThan(45_000);
  expect(segments.map(({ kind }) => kind)).toEqual(["removed", "added"]);
  expect(sides(segments)).toEqual([before, after]);
});

test("ten megabytes in one line, and one word of it changed", () => {
  const before = "word ".repeat(2_000_000);
  const start = performance.now();
  expect(sides(diffText(before, `${before}more`))).toEqual([before, `${before}more`]);
  expect(performance.now() - start).toBeLessThan(45_000);
});

test("a text below the limit with nothing in common takes no longer than a moment", () => {
  const text = (letter: string) =>
    Array.from({ length: 20_000 }, (_, index) => `${letter}${index}`).join(" ");
  const start = performance.now();
  const segments = diffText(text("a"), text("b"));
  expect(performance.now() - start).toBeLessThan(45_000);
  expect(segments).toHaveLength(2);
});
