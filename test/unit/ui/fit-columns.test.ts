import { expect, test } from "vitest";
import { fitColumns, fittedText } from "../../../src/ui/fit-columns.js";
import { colouredWidth, shorten, shortenColoured, textWidth } from "../../../src/ui/text-width.js";
import { createTheme } from "../../../src/ui/theme.js";

const column = (heading: string, cell: string, more = {}) => ({ heading, cells: [cell], ...more });

test("a table that fits stays as it is", () => {
  const table = fitColumns([column("a", "1"), column("b", "22", { worth: 1, right: true })], 80);
  expect(table).toEqual({ headings: ["a", "b"], rows: [["1", "22"]], right: [1], dropped: [] });
});

test("cells are cut before a column is left out", () => {
  const table = fitColumns(
    [column("name", "x".repeat(30), { narrowest: 10 }), column("b", "22", { worth: 1 })],
    20,
  );
  expect(table.rows).toEqual([[`${"x".repeat(15)}…`, "22"]]);
  expect(table.dropped).toEqual([]);
});

test("the least worthy column goes first, one without a worth never", () => {
  const columns = [
    column("id", "12345678"),
    column("a", "12345678", { worth: 2 }),
    column("b", "12345678", { worth: 1 }),
  ];
  expect(fitColumns(columns, 20).dropped).toEqual(["b"]);
  expect(fitColumns(columns, 4).headings).toEqual(["id"]);
});

test("colours are put on once a cell is cut", () => {
  const style = (text: string) => `<${text}>`;
  expect(fitColumns([column("n", "abcdef", { narrowest: 3, style })], 4).rows).toEqual([["<abc…>"]]);
});

test("columns line up, numbers to the right, whatever colours and wide characters the cells have", async () => {
  const table = {
    headings: ["name", "n"],
    rows: [
      ["\u001b[32m漢字\u001b[39m", "1"],
      ["abcdef", "200"],
    ],
    right: [1],
    dropped: [],
  };
  expect(fittedText(table, await createTheme(false))).toBe(
    "name      n\n\u001b[32m漢字\u001b[39m      1\nabcdef  200",
  );
});

test("wide characters take two columns, marks none", () => {
  expect(["abc", "漢字", "e\u0301", "🙂"].map(textWidth)).toEqual([3, 4, 1, 2]);
  expect(shorten("漢字漢字", 5)).toBe("漢字…");
});

test("a coloured line is cut by what is seen of it, and its colours end", () => {
  const red = "\u001b[31m";
  const end = "\u001b[39m";
  expect(colouredWidth(`${red}abc${end}d`)).toBe(4);
  expect(shortenColoured(`${red}abcdef${end}gh`, 4)).toBe(`${red}abc…${end}`);
  expect(shortenColoured(`${red}ab${end}cd`, 4)).toBe(`${red}ab${end}cd`);
});
