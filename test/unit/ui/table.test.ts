import { expect, test } from "vitest";
import { progressText } from "../../../src/ui/progress.js";
import { tableText } from "../../../src/ui/table.js";

test("columns are aligned, numbers to the right, lines without trailing spaces", () => {
  const rows = [
    ["a.csv", "1.5 kB", ""],
    ["long-name.csv", "12 B", "new"],
  ];
  expect(tableText(["PATH", "SIZE", "STATE"], rows, { right: [1] })).toBe(
    ["PATH             SIZE  STATE", "a.csv          1.5 kB", "long-name.csv    12 B  new"].join("\n"),
  );
});

test("a heading is styled by itself, also by a style that takes any number of texts", () => {
  const heading = (...texts: unknown[]) => texts.join(" ");
  expect(tableText(["PATH", "SIZE"], [["a.csv", "12 B"]], { heading })).toBe("PATH   SIZE\na.csv  12 B");
});

test("wide characters take two columns", () => {
  expect(
    tableText(
      [],
      [
        ["日本", "x"],
        ["ab", "y"],
      ],
    ),
  ).toBe("日本  x\nab    y");
});

test("a table without headings has no line for them", () => {
  expect(tableText([], [["a", "b"]])).toBe("a  b");
});

const said = [
  ["1.0.0", "one two three four five six seven eight nine ten eleven"],
  ["1.1.0", ""],
];

test("prose is broken to fit the terminal, below its row where there is no room beside it", () => {
  const headings = ["VERSION", "WHY"];
  expect(tableText(headings, said, { prose: true })).toBe(
    "VERSION  WHY\n1.0.0    one two three four five six seven eight nine ten eleven\n1.1.0",
  );
  expect(tableText(headings, said, { prose: true, width: 58 })).toBe(
    "VERSION  WHY\n1.0.0    one two three four five six seven eight nine ten\n         eleven\n1.1.0",
  );
  expect(tableText(headings, said, { prose: true, width: 30 })).toBe(
    "VERSION\n1.0.0\n    one two three four five\n    six seven eight nine ten\n    eleven\n1.1.0",
  );
});

test("prose of several lines keeps them, beside its row and below it", () => {
  const rows = [
    ["1", "one two\nthree four five six"],
    ["2", ""],
  ];
  const beside = "N  WHY\n1  one two\n   three four five six\n2";
  expect(tableText(["N", "WHY"], rows, { prose: true })).toBe(beside);
  expect(tableText(["N", "WHY"], rows, { prose: true, width: 30 })).toBe(beside);
  expect(tableText(["N", "WHY"], rows, { prose: true, width: 20 })).toBe(
    "N\n1\n    one two\n    three four five\n    six\n2",
  );
});

test.each([
  [{ done: 0, total: undefined }, "pushing"],
  [{ done: 1500, total: 3000, unit: "bytes" as const }, "pushing 1.5 kB of 3 kB (50%)"],
  [{ done: 12, total: undefined, unit: "files" as const }, "pushing 12 files"],
  [{ done: 4, total: 3 }, "pushing 4 of 3 (100%)"],
])("progress reads %j", (state, text) => {
  expect(progressText("pushing", state, 80)).toBe(text);
});

test("progress tells what stands behind the amount, cut to the width", () => {
  const state = { done: 20, total: 40, remark: "3 failed, $0.12, 5 s left" };
  expect(progressText("support", state, 80)).toBe("support 20 of 40 (50%) · 3 failed, $0.12, 5 s left");
  expect(progressText("support", state, 34)).toBe("support 20 of 40 (50%) · 3 fai");
});

test("short prose whose heading has no room beside the row stands below it, too", () => {
  const text = tableText(["version", "why and on which evidence"], [["1.0.0", "x"]], {
    prose: true,
    width: 30,
  });
  expect(text).toBe("version\n1.0.0\n    x");
});
