import { describe, expect, test } from "vitest";
import { editSchemaText } from "../../../src/schemas/edit-schema-text.js";

describe("one change leaves every other byte as it is", () => {
  test.each([
    ["a value", "a:   1   # one\nb: 2\n", { kind: "set", path: ["a"], value: "3" }, "a:   3   # one\nb: 2\n"],
    [
      "a key in a flow mapping",
      "a: {b: 1}\n",
      { kind: "set", path: ["a", "c"], value: "2" },
      "a: {c: 2, b: 1}\n",
    ],
    [
      "a key in an empty flow mapping",
      "a: {}\n",
      { kind: "set", path: ["a", "c"], value: "2" },
      "a: {c: 2}\n",
    ],
    [
      "a key in a block mapping",
      "a:\n    b: 1 # x\n",
      { kind: "set", path: ["a", "c"], value: "2" },
      "a:\n    c: 2\n    b: 1 # x\n",
    ],
    [
      "items of a flow list",
      "a: [x, 'y' ] # z\n",
      { kind: "append", path: ["a"], items: ["q", "r"] },
      "a: [x, 'y', q, r ] # z\n",
    ],
    [
      "items of a block list",
      "a:\n- x\n- y # last\nb: 1\n",
      { kind: "append", path: ["a"], items: ["q"] },
      "a:\n- x\n- y # last\n- q\nb: 1\n",
    ],
    [
      "a column before what follows",
      "columns:\n    a: {}  # first\nkey: a\n",
      { kind: "columns", lines: ["  b:", "    type: text"] },
      "columns:\n    a: {}  # first\n    b:\n      type: text\nkey: a\n",
    ],
    [
      "a column where there is none",
      "columns: {}\n",
      { kind: "columns", lines: ["  b:", "    type: text"] },
      "columns: \n  b:\n    type: text\n",
    ],
  ] as const)("%s", (_, text, edit, edited) => {
    expect(editSchemaText(text, edit)).toBe(edited);
  });
});

test("a form that no change can be made in is left alone", () => {
  const alias = "x: &x [1]\na: *x\n";
  expect(editSchemaText(alias, { kind: "append", path: ["a"], items: ["2"] })).toBeUndefined();
  expect(editSchemaText("columns: {a: {}}\n", { kind: "columns", lines: ["  b:"] })).toBeUndefined();
});
