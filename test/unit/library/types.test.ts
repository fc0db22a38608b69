import { expect, test } from "vitest";
import * as actual from "../../../src/library/index.js";
import type * as declared from "../../../types/index.js";

// The compiler checks this assignment: what is declared for programs is what the library does.
const asDeclared: typeof declared = actual;

test("the declared entry is what the library exports", () => {
  expect(Object.keys(actual).sort()).toEqual(["MlxError", "loadPrompt"]);
  expect(asDeclared.loadPrompt).toBe(actual.loadPrompt);
});
