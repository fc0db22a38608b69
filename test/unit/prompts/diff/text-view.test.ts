import { expect, test } from "vitest";
import { diffText } from "../../../../src/prompts/diff/text-diff.js";
import { viewDiff } from "../../../../src/prompts/diff/text-view.js";

function view(before: string, after: string): string {
  return viewDiff(diffText(before, after))
    .map(({ kind, text }) => {
      if (kind === "removed") return `[-${text}-]`;
      return kind === "added" ? `{+${text}+}` : text;
    })
    .join("");
}

const lines = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => `line ${from + index}`);

test("a short text is shown whole", () => {
  expect(view("one\ntwo\nthree", "one\n2\nthree")).toBe("one\n[-two-]{+2+}\nthree");
});

test("of unchanged lines far from a change only their number is told", () => {
  const before = [...lines(10), "old", ...lines(10, 11), "stale", ...lines(10, 21)].join("\n");
  const after = before.replace("old", "new").replace("stale", "fresh");
  expect(view(before, after)).toBe(
    [
      "⋮ 9 unchanged lines",
      "line 10",
      "[-old-]{+new+}",
      "line 11",
      "⋮ 8 unchanged lines",
      "line 20",
      "[-stale-]{+fresh+}",
      "line 21",
      "⋮ 9 unchanged lines",
    ].join("\n"),
  );
});

test("of a long line only what is near the change is shown", () => {
  const words = "lorem ipsum ".repeat(40);
  const shown = view(`${words}old ${words}`, `${words}new ${words}`);
  expect(shown).toMatch(/^….* \[-old-\]\{\+new\+\} .*…$/);
  expect(shown.length).toBeLessThan(250);
});

test("a very long change is cut, and says by how much", () => {
  const shown = view("a", `a ${"b".repeat(100_000)}`);
  expect(shown.length).toBeLessThan(2000);
  expect(shown).toMatch(/… \d+ characters more …/);
});
