import { expect, test } from "vitest";
import { createTheme } from "../../../src/ui/theme.js";

test("a style colours the text alone, also where a list is mapped through it", async () => {
  const { yellow, dim } = await createTheme(true);
  expect(["a", "b"].map(yellow)).toEqual(["\u001b[33ma\u001b[39m", "\u001b[33mb\u001b[39m"]);
  expect(["a"].map(dim)).toEqual(["\u001b[2ma\u001b[22m"]);
});

test("without colour a text stays as it is", async () => {
  expect(["a", "b"].map((await createTheme(false)).red)).toEqual(["a", "b"]);
});
