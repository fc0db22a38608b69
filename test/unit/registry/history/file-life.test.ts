import { expect, test } from "vitest";
import type { CommitChange } from "../../../../src/registry/history/commit-change.js";
import { firstAdditions, livesOf } from "../../../../src/registry/history/file-life.js";

const path = "models/m/events/a.json";

/** Changes of one file: `+` adds it, `~` changes it, `-` deletes it; `m` makes the commit a merge. */
function changes(...marks: readonly string[]): CommitChange[] {
  return marks.map((mark, order) => ({
    commit: { id: `c${order}`, order, merge: mark.includes("m"), time: 0, author: "Ann", subject: mark },
    ...{ path, added: mark.startsWith("+") },
    ...(!mark.startsWith("-") && { blob: `blob${order}` }),
  }));
}

const taken = (...marks: readonly string[]) => livesOf(changes(...marks), [path], new Set())[0]?.taken?.id;

test("the commit that deleted a file is meant, not the merges that passed the deletion on", () => {
  expect(taken("+", "-")).toBe("c1");
  expect(taken("+", "+m", "-", "-m")).toBe("c2");
  expect(taken("+", "-", "+m", "-m")).toBe("c1");
});

test("of a file that came back the deletion after that counts", () => {
  expect(taken("+", "-", "+", "-")).toBe("c3");
  expect(taken("+", "-", "+", "-m")).toBe("c3");
});

test("of merges that dropped it by themselves the first one is meant", () => {
  expect(taken("+", "-m", "-m")).toBe("c1");
});

test("a file that the commit which is checked out has was taken by none", () => {
  const [life] = livesOf(changes("+", "-", "+"), [path], new Set([path]));
  expect(life).toMatchObject({ path, contents: [{ blob: "blob0" }, { blob: "blob2" }] });
  expect(life).not.toHaveProperty("taken");
});

test("what the history does not know has no life", () => {
  expect(livesOf(changes("+"), ["models/m/events/b.json"], new Set())).toEqual([]);
  expect(livesOf(changes("-"), [path], new Set())).toEqual([]);
});

test("the first commit that adds a file brought it", () => {
  expect(firstAdditions(changes("~", "+", "-", "+")).get(path)?.id).toBe("c1");
});
