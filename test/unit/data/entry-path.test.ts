import { describe, expect, test } from "vitest";
import {
  decodeEntryPath,
  encodeEntryPath,
  entryNameProblem,
  entryPathProblem,
} from "../../../src/data/entry-path.js";
import { randomName, seededRandom } from "./seeded-entries.js";

describe("encoding", () => {
  test.each([
    ["plain/path.txt", "plain/path.txt"],
    ["100%", "100%25"],
    ["a\nb", "a%0Ab"],
    ["a\tb\rc", "a%09b%0Dc"],
    ["\u007f", "%7F"],
    ["\u0085", "%C2%85"],
    ["\u009f", "%C2%9F"],
    ["\u2028\u2029", "%E2%80%A8%E2%80%A9"],
    ["\ufeffa\ufffe\uffff", "%EF%BB%BFa%EF%BF%BE%EF%BF%BF"],
    ["  a  b  ", "%20%20a  b%20%20"],
    ["   ", "%20%20%20"],
    ["dir / name ", "dir / name%20"],
    ["\u00a0nbsp\u00a0", "\u00a0nbsp\u00a0"],
    ["日本/😀", "日本/😀"],
    ["quote\"'\\#: |", "quote\"'\\#: |"],
  ])("writes %j as %j and reads it back", (path, encoded) => {
    expect(encodeEntryPath(path)).toBe(encoded);
    expect(decodeEntryPath(encoded)).toBe(path);
  });

  test.each([
    ["lower-case digits", "a%0ab"],
    ["a character that needs none", "%41"],
    ["an encoded slash", "a%2Fb"],
    ["a space inside", "a%20b"],
    ["half a sequence", "a%"],
    ["other than hexadecimal", "a%GG"],
    ["bytes that are no UTF-8", "%C2"],
    ["an overlong form", "%C1%81"],
    ["a surrogate", "%ED%A0%80"],
    ["a raw space at the start", " a"],
    ["a raw space at the end", "a "],
    ["a raw control character", "a\u0001"],
    ["a raw line separator", "a\u2028"],
  ])("refuses %s: %j", (_, encoded) => {
    expect(decodeEntryPath(encoded)).toBeUndefined();
  });

  test("has exactly one form for each of many awkward names", () => {
    const random = seededRandom(1);
    const forms = new Map<string, string>();
    for (let i = 0; i < 5000; i++) {
      const name = randomName(random);
      const encoded = encodeEntryPath(name);
      expect(decodeEntryPath(encoded)).toBe(name);
      expect(encoded).not.toMatch(/[\p{Cc}\u2028\u2029]|^ | $/u);
      expect(forms.get(encoded) ?? name).toBe(name);
      forms.set(encoded, name);
    }
  });

  test("takes linear time for a name of spaces", () => {
    const spaces = `${" ".repeat(200_000)}x`;
    expect(encodeEntryPath(spaces)).toBe(`${"%20".repeat(200_000)}x`);
  });
});

describe("validity", () => {
  test.each([
    ["", "empty"],
    ["/x", "absolute"],
    ["C:/x", "absolute"],
    ["c:\\x", "absolute"],
    ["\\\\server\\share", "absolute"],
    ["..", "leaves"],
    ["../x", "leaves"],
    ["a/../b", "leaves"],
    ["a/..", "leaves"],
    [".", '"."'],
    ["a/./b", '"."'],
    ["a//b", "empty part"],
    ["a/", "empty part"],
    [".git", "git's own"],
    ["a/.GIT/config", "git's own"],
    [".git./x", "git's own"],
    [".git /x", "git's own"],
    [".git . ./x", "git's own"],
    ["git~1", "git's own"],
    ["GIT~1/x", "git's own"],
    [".git::$INDEX_ALLOCATION/x", "git's own"],
    [".git\\config", "git's own"],
    [".g\u200cit", "git's own"],
    ["\ufeff.git/x", "git's own"],
    [".gi\u206at/hooks", "git's own"],
    ["a\0b", "NUL"],
    ["\ud800", "surrogate"],
    ["a/\udc00b", "surrogate"],
    ["x".repeat(4097), "longer"],
    [`${"漢".repeat(1366)}`, "longer"],
  ])("refuses %j", (path, reason) => {
    expect(entryPathProblem(path)).toContain(reason);
  });

  test.each([
    "a",
    "a/b/c.txt",
    ".gitignore",
    ".github/x",
    "x.git/y",
    ".git2",
    "git~10",
    "...",
    ".hidden/.x",
    "..a/b..",
    "a\\b",
    "a:b",
    "C:",
    "CON",
    " spaced ",
    "new\nline",
    "😀/𝔘",
    "\u200cname",
    "x".repeat(4096),
  ])("allows %j", (path) => {
    expect(entryPathProblem(path)).toBeUndefined();
  });

  test("of one part refuses a slash, and allows what is absolute only at the start of a path", () => {
    expect(entryNameProblem("a/b")).toBe("has a slash");
    expect(entryNameProblem("..")).toBe("leaves its directory");
    expect(entryNameProblem("")).toBe("has an empty part");
    expect(entryNameProblem("\\\\x")).toBeUndefined();
    expect(entryPathProblem("a/\\\\x")).toBeUndefined();
    expect(entryPathProblem("a/c:\\x")).toBeUndefined();
  });
});
