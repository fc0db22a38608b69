import { expect, test } from "vitest";
import { closest, namesHint } from "../../../src/core/suggest.js";

const verbs = ["push", "pull", "checkout", "status"];

test.each([
  ["a missing letter", "pus", "push"],
  ["a letter too many", "pussh", "push"],
  ["two letters swapped", "psuh", "push"],
  ["a wrong letter", "posh", "push"],
  ["another case", "STATUS", "status"],
  ["two mistakes in a long word", "chekcuot", "checkout"],
  ["the word itself", "pull", "pull"],
])("%s is seen through", (_title, typed, meant) => {
  expect(closest(typed, verbs)).toBe(meant);
});

test.each(["frobnicate", "x", "", "pxxh"])("nothing is offered for %j", (typed) => {
  expect(closest(typed, verbs)).toBeUndefined();
});

test("the nearest of several wins, and of none there is none", () => {
  expect(closest("pushl", ["pull", "push"])).toBe("push");
  expect(closest("push", [])).toBeUndefined();
});

test("a hint names what was probably meant, and the first dozen of what there is", () => {
  expect(namesHint("stabel", ["stable"], "it has")).toBe("did you mean stable?");
  expect(namesHint("stabel", ["stable", "beta"], "it has")).toBe("did you mean stable? it has stable, beta");
  const stages = ["production", "staging"];
  expect(namesHint("prod", stages, "it has")).toBe("did you mean production? it has production, staging");
  expect(namesHint("pr", stages, "it has")).toBe("it has production, staging");
  expect(namesHint("sta", ["stable", "staging"], "it has")).toBe("it has stable, staging");
  const many = Array.from({ length: 14 }, (_, index) => `p${index}`);
  expect(namesHint("other", many, "there are")).toMatch(/^there are p0, .*, p11 and 2 more$/);
});
