import { describe, expect, test } from "vitest";
import { caseCollisions, windowsNameProblem } from "../../../src/data/portable-name.js";

describe("names that Windows cannot hold", () => {
  test.each([
    "a:b",
    "a\\b",
    "a?b",
    'x/"y"',
    "a|b",
    "a*",
    "<a>",
    "a\nb",
    "a.",
    "dir /x",
    "CON",
    "nul.txt",
    "a/com1",
    "COM¹.log",
    "lpt9 .x",
    "CONIN$",
    "x".repeat(256),
  ])("%j is refused", (path) => {
    expect(windowsNameProblem(path)).toBeDefined();
  });

  test.each(["a b/c.txt", "console", "com10", "nullable", ".hidden", "日本.txt", "a'b", "x".repeat(255)])(
    "%j is allowed",
    (path) => {
      expect(windowsNameProblem(path)).toBeUndefined();
    },
  );
});

describe("names equal but for case or normal form", () => {
  test("are grouped, in byte order", () => {
    expect(caseCollisions(["b", "a.TXT", "A.txt", "a.txt", "c"])).toEqual([["A.txt", "a.TXT", "a.txt"]]);
  });

  test("are found in directory parts, even where the files in them differ", () => {
    expect(caseCollisions(["Cats/1", "cats/2"])).toEqual([["Cats", "cats"]]);
    expect(caseCollisions(["x/Cats/1", "x/cats/1"])).toEqual([
      ["x/Cats", "x/cats"],
      ["x/Cats/1", "x/cats/1"],
    ]);
  });

  test("are found between a file and a folder", () => {
    expect(caseCollisions(["Readme", "readme/x"])).toEqual([["Readme", "readme"]]);
  });

  test("include composed and decomposed letters, and the two small sigmas", () => {
    expect(caseCollisions(["\u00e9", "e\u0301"])).toEqual([["e\u0301", "\u00e9"]]);
    expect(caseCollisions(["ΟΔΟΣ", "οδος", "οδοσ"])).toHaveLength(1);
  });

  test("are none among different names", () => {
    expect(caseCollisions(["a", "b/a", "b/c", "ab"])).toEqual([]);
  });
});
