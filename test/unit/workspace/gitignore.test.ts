import { lstatSync, symlinkSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  ignoreData,
  ignoreLine,
  unignoreData,
  withLines,
  withoutLines,
} from "../../../src/workspace/gitignore.js";
import { gitRepo } from "../../support/repo.js";

const names = [
  "plain.csv",
  "with space",
  "trailing  ",
  "a*b",
  "a?b",
  "[ab]",
  "a]b",
  "back\\slash",
  "ends\\",
  "!bang",
  "#hash",
  "new\nline",
  "\r",
  "tab\t",
  "é😀",
  "**",
  "{a}",
];

test("git ignores exactly the name, in that folder alone, and not its pointer", () => {
  for (const name of names) {
    const repo = gitRepo();
    writeFileSync(repo.path(".gitignore"), `${ignoreLine(name)}\n`);
    const ignored = (path: string) => {
      try {
        repo.git("check-ignore", "--quiet", "--no-index", "--", path);
        return true;
      } catch {
        return false;
      }
    };
    expect([name, ignored(name), ignored(`${name}.mlx`), ignored(`sub/${name}`)]).toEqual([
      name,
      true,
      false,
      false,
    ]);
    for (const other of names.filter((other) => other !== name)) {
      // A name's control character is matched by any one character: git has no way to write it.
      if (!/[\n\r]/.test(name)) expect([name, other, ignored(other)]).toEqual([name, other, false]);
    }
  }
});

describe("lines", () => {
  test("are appended once, after what is there, whether or not it ends in a newline", () => {
    expect(withLines("", ["/a"])).toBe("/a\n");
    expect(withLines("*.tmp", ["/a", "/b", "/a"])).toBe("*.tmp\n/a\n/b\n");
    expect(withLines("/a\r\n", ["/a"])).toBe("/a\r\n");
  });

  test("are taken out without touching others", () => {
    expect(withoutLines("# mine\n/a\n/ab\n", ["/a"])).toBe("# mine\n/ab\n");
    expect(withoutLines("/a\r\n/b\r\n", ["/a"])).toBe("/b\r\n");
  });
});

test("each folder's own .gitignore holds its lines; one that is left empty goes", () => {
  const repo = gitRepo({ "a/.gitignore": "# mine\n", "a/x": "", "b/c/y": "", z: "" });
  expect(ignoreData(repo.root, ["a/x", "b/c/y", "z"])).toEqual([
    "a/.gitignore",
    "b/c/.gitignore",
    ".gitignore",
  ]);
  expect(ignoreData(repo.root, ["a/x", "b/c/y", "z"])).toEqual([]);
  expect([repo.read("a/.gitignore"), repo.read(".gitignore")]).toEqual(["# mine\n/x\n", "/z\n"]);
  expect(unignoreData(repo.root, ["a/x", "b/c/y", "z"])).toHaveLength(3);
  expect(repo.read("a/.gitignore")).toBe("# mine\n");
  expect([repo.exists("b/c/.gitignore"), repo.exists(".gitignore")]).toEqual([false, false]);
});

test("a link in the place of .gitignore is refused, neither followed nor replaced", () => {
  const repo = gitRepo({ elsewhere: "mine\n" });
  symlinkSync("elsewhere", repo.path(".gitignore"));
  expect(() => ignoreData(repo.root, ["data"])).toThrow("is not a file");
  expect(lstatSync(repo.path(".gitignore")).isSymbolicLink()).toBe(true);
});
