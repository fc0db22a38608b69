import { expect, test } from "vitest";
import { parseStatus } from "../../../src/git/status.js";

const hash = "a".repeat(40);
const parse = (...items: string[]) => parseStatus(`${items.join("\0")}\0`);

test("commit and branch are told; neither before the first commit nor on a detached HEAD", () => {
  expect(parse(`# branch.oid ${hash}`, "# branch.head feat/x", "# branch.upstream origin/x")).toEqual({
    commit: hash,
    branch: "feat/x",
    changes: [],
  });
  expect(parse("# branch.oid (initial)", "# branch.head main")).toEqual({ branch: "main", changes: [] });
  expect(parse(`# branch.oid ${hash}`, "# branch.head (detached)")).toEqual({ commit: hash, changes: [] });
});

test("changes keep spaces and line breaks of their names", () => {
  const { changes } = parse(
    `1 .M N... 100644 100644 100644 ${hash} ${hash} a b\nc`,
    `1 D. N... 100644 000000 000000 ${hash} ${hash} gone`,
    `1 .D N... 100644 100644 000000 ${hash} ${hash} lost`,
    `u UU N... 100644 100644 100644 100644 ${hash} ${hash} ${hash} both`,
    "? new file",
    "? nested/",
  );
  expect(changes.map(({ path, index, worktree, nested }) => [path, index, worktree, nested])).toEqual([
    ["a b\nc", "none", "modified", false],
    ["gone", "deleted", "none", false],
    ["lost", "none", "deleted", false],
    ["both", "unmerged", "unmerged", false],
    ["new file", "none", "untracked", false],
    ["nested", "none", "untracked", true],
  ]);
});

test("a submodule tells whether its commit or its content differs", () => {
  const { changes } = parse(
    `1 .M SC.. 160000 160000 160000 ${hash} ${hash} commit`,
    `1 .M S..U 160000 160000 160000 ${hash} ${hash} content`,
  );
  expect(changes.map(({ submodule }) => submodule)).toEqual([
    { commit: true, content: false },
    { commit: false, content: true },
  ]);
});
