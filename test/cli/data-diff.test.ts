import { chmodSync, renameSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { digestOf } from "../support/objects.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

async function twoCommits(): Promise<TestRepo> {
  const repo = gitRepo({ "a.csv": "id\n1\n2\n", "d/keep": "k", "d/old": "renamed bytes", "d/gone": "gone" });
  await must(repo, "data add a.csv d");
  repo.commit("one");
  repo.git("tag", "v1");
  repo.write({ "a.csv": "id\n1\n3\n4\n", "d/new": "new!", "d/tool": "t" });
  chmodSync(repo.path("d/keep"), 0o755);
  renameSync(repo.path("d/old"), repo.path("d/renamed"));
  repo.remove("d/gone");
  return repo;
}

const changes = {
  added: [{ path: "d/new" }, { path: "d/tool" }],
  modified: [
    { path: "a.csv", before: { size: 7 }, after: { size: 9, sha256: digestOf("id\n1\n3\n4\n") } },
    { path: "d/keep", before: { mode: "644" }, after: { mode: "755" } },
  ],
  renamed: [{ from: "d/old", to: "d/renamed", size: 13 }],
  deleted: [{ path: "d/gone", size: 4 }],
};

test("HEAD with the data on disk: added, modified, renamed and deleted files with their sizes", async () => {
  const repo = await twoCommits();
  const { code, stdout, stderr } = await mlx(repo, "data diff");
  expect(code).toBe(0);
  expect(stdout).toBe(
    [
      "added     d/new (4 B)",
      "added     d/tool (1 B)",
      "modified  a.csv (7 B → 9 B)",
      "modified  d/keep (mode 644 → 755)",
      "renamed   d/old → d/renamed",
      "deleted   d/gone (4 B)\n",
    ].join("\n"),
  );
  expect(stderr).toContain("since HEAD");
  expect((await mlx(repo, "data diff --json")).json).toMatchObject({
    from: "HEAD",
    to: "working tree",
    ...changes,
    absent: [],
  });
  expect((await mlx(repo, "data diff --exit-code")).code).toBe(1);
  const lines = (await mlx(repo, "data diff --jsonl")).stdout.trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).change)).toEqual([
    "added",
    "added",
    "modified",
    "modified",
    "renamed",
    "deleted",
  ]);
});

test("the same between two revisions, which need not be checked out, in a bare clone too", async () => {
  const repo = await twoCommits();
  await must(repo, "data add a.csv d");
  repo.commit("two");
  repo.git("tag", "-a", "v2", "-m", "annotated");
  expect((await mlx(repo, "data diff v1 v2 --json")).json).toMatchObject({
    from: "v1",
    to: "v2",
    ...changes,
  });
  expect((await mlx(repo, "data diff v1 --json")).json).toMatchObject(changes);
  expect((await mlx(repo, "data diff --exit-code")).code).toBe(0);
  const bare = repo.clone("--bare");
  expect((await mlx(bare, "data diff v1 v2 --json")).json).toMatchObject(changes);
  const refused = await mlx(bare, "data diff v1 --json");
  expect([refused.code, refused.error.code]).toEqual([2, "MLX_BARE_REPOSITORY"]);
});

test("--patch shows the changed lines of text", async () => {
  const repo = await twoCommits();
  const { stdout } = await mlx(repo, "data diff --patch --path a.csv");
  expect(stdout).toContain("    -2\n    +3\n    +4\n");
});

describe("--path", () => {
  test("limits the diff to a path, typed from where the user is", async () => {
    const repo = await twoCommits();
    const { json } = await mlx(repo, "data diff --json --path keep --path gone", { cwd: "d" });
    expect(json).toMatchObject({
      added: [],
      modified: [{ path: "d/keep" }],
      deleted: [{ path: "d/gone" }],
    });
  });

  test("a move into or out of it is an addition or a deletion", async () => {
    const repo = gitRepo({ "x/a": "bytes", "y/b": "other" });
    await must(repo, "data add x y");
    repo.commit();
    renameSync(repo.path("x/a"), repo.path("y/a"));
    expect((await mlx(repo, "data diff --json --path y")).json).toMatchObject({
      added: [{ path: "y/a" }],
      renamed: [],
    });
    expect((await mlx(repo, "data diff --json")).json).toMatchObject({
      added: [],
      renamed: [{ from: "x/a", to: "y/a" }],
    });
  });
});

test("before the first commit everything is added; what is not checked out counts as its pointer says", async () => {
  const repo = gitRepo({ "a.csv": "a" });
  await must(repo, "data add a.csv");
  expect((await mlx(repo, "data diff --json")).json).toMatchObject({ added: [{ path: "a.csv" }] });
  repo.commit();
  const clone = repo.clone();
  expect((await mlx(clone, "data diff --json")).json).toMatchObject({
    added: [],
    deleted: [],
    absent: ["a.csv"],
  });
});

test("an unknown revision is named, exit 2; one that looks like an option is no option", async () => {
  const repo = await twoCommits();
  for (const revision of ["nowhere", "--output=/tmp/x"]) {
    const { code, error } = await mlx(repo, ["data", "diff", "--json", "--", revision]);
    expect([code, error.code]).toEqual([2, "MLX_UNKNOWN_REVISION"]);
    expect(error.message).toContain(revision);
  }
});

test("a path where a revision belongs is pointed to --path", async () => {
  const repo = gitRepo({ "d.bin": "1" });
  await mlx(repo, "data add d.bin");
  repo.commit();
  const { code, stderr } = await mlx(repo, "data diff d.bin");
  expect(code).toBe(2);
  expect(stderr).toContain("mlx data diff --path d.bin");
});
