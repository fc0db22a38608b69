import { existsSync, lstatSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { digestOf, objectPath } from "../support/objects.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

/** A repository that holds the object `x`, and a pointer somebody wrote by hand. */
async function withPointer(text: string, path = "evil.mlx"): Promise<TestRepo> {
  const repo = gitRepo({ seed: "x" });
  await must(repo, "data add seed");
  await must(repo, ["remote", "add", "origin", join(tempFolder(), "store")]);
  repo.write({ [path]: text });
  return repo;
}

function listing(path: string): string {
  return `mlx: 1\nkind: directory\nentries: |\n  ${digestOf("x")} 1 644 ${path}\n`;
}

const verbs = ["status", "checkout", "checkout --force", "push", "ls --recursive", "diff"];

describe("pointers that say what they must not", () => {
  test.for([
    ["leaves the directory", "../../escaped", "leaves its directory"],
    ["leaves it further inside", "sub/../../../escaped", "leaves its directory"],
    ["is absolute", "/tmp/escaped", "is absolute"],
    ["is absolute on Windows", "C:/escaped", "is absolute"],
    ["names git's folder", ".git/hooks/post-checkout", "git's own directory"],
    ["names git's folder in other letters", "sub/.GIT/config", "git's own directory"],
    ["names git's folder by its short name", "git~1/config", "git's own directory"],
    ["names git's folder with a character that macOS ignores", ".g\u200cit/config", "git's own directory"],
    ["has an empty part", "a//b", "empty part"],
    ["has a part that is a dot", "a/./b", 'part "."'],
    ["has a raw control character", "a\tb", "not encoded"],
    ["is encoded in another way than the one valid", "%61", "not encoded"],
  ])("a path that %s", async ([_title, path, reason]) => {
    const repo = await withPointer(listing(path ?? ""));
    for (const verb of verbs) {
      const { code, stderr } = await mlx(repo, `data ${verb}`);
      expect([verb, code]).toEqual([verb, 2]);
      expect(stderr).toMatch(/^error: evil\.mlx:4:\d+: /);
      expect(stderr).toContain(reason);
    }
    expect(existsSync(join(repo.root, "..", "escaped")) || existsSync("/tmp/escaped")).toBe(false);
    expect(readdirSync(repo.path(".git/hooks"))).not.toContain("post-checkout");
  });

  test.for([
    [
      "an unknown key",
      `mlx: 1\nkind: file\nsha256: ${digestOf("x")}\nsize: 1\nextra: 1\n`,
      /^error: evil\.mlx:5:1: /,
    ],
    ["a newer version", `mlx: 2\nkind: file\nsha256: ${digestOf("x")}\nsize: 1\n`, /newer mlx/],
    [
      "no version that is a number",
      `mlx: one\nkind: file\nsha256: ${digestOf("x")}\nsize: 1\n`,
      /evil\.mlx:1:\d+/,
    ],
    ["a kind that there is not", "mlx: 1\nkind: symlink\n", /evil\.mlx:2:\d+/],
    ["a digest that is none", "mlx: 1\nkind: file\nsha256: abc\nsize: 1\n", /evil\.mlx:3:\d+/],
    ["a negative size", `mlx: 1\nkind: file\nsha256: ${digestOf("x")}\nsize: -1\n`, /evil\.mlx:4:\d+/],
    ["conflict markers", `<<<<<<< HEAD\nmlx: 1\n=======\nmlx: 1\n>>>>>>> x\n`, /evil\.mlx/],
  ] as const)("%s", async ([_title, text, wanted]) => {
    const repo = await withPointer(text);
    const { code, stderr } = await mlx(repo, "data status");
    expect([code, stderr]).toEqual([2, expect.stringMatching(wanted)]);
  });

  test("all that are wrong are told at once; a good one can be worked on by name", async () => {
    const repo = await withPointer("mlx: 2\n");
    repo.write({ "bad.mlx": "mlx: 1\nkind: nonsense\n" });
    const { code, error } = await mlx(repo, "data status --json");
    expect(code).toBe(2);
    expect(error.problems).toMatchObject([{ file: "bad.mlx" }, { file: "evil.mlx" }]);
    repo.write({ seed: "changed" });
    expect((await mlx(repo, "data status seed")).stdout).toContain("seed  modified");
    expect((await mlx(repo, "data add seed")).code).toBe(0);
    expect((await mlx(repo, "data checkout seed")).code).toBe(0);
  });

  test("MATLAB's live scripts, which end in .mlx too, are none of mlx's business", async () => {
    const repo = await withPointer("PK\u0003\u0004 a live script", "script.mlx");
    repo.write({ "folder.mlx/file": "x" });
    expect((await mlx(repo, "data status --check")).code).toBe(0);
  });

  test("pointers inside of what another tracks are refused", async () => {
    const repo = await withPointer(listing("a"), "outer.mlx");
    repo.write({ "outer/inner.mlx": `mlx: 1\nkind: file\nsha256: ${digestOf("x")}\nsize: 1\n` });
    const { code, error } = await mlx(repo, "data status --json");
    expect([code, error.code]).toEqual([2, "MLX_NESTED_POINTER"]);
  });
});

test("a manifest that says what it must not is refused as well", async () => {
  const manifest = `mlx-tree 1\n${digestOf("x")} 1 644 ..\n`;
  const repo = await withPointer(`mlx: 1\nkind: directory\ntree: ${digestOf(manifest)}\n`);
  repo.write({ [objectPath(digestOf(manifest))]: manifest });
  const { code, error } = await mlx(repo, "data checkout --json");
  expect([code, error.code]).toEqual([3, "MLX_INVALID_MANIFEST"]);
});

test("a size that is not that of the bytes is found out, and nothing is put in place", async () => {
  const repo = await withPointer(`mlx: 1\nkind: file\nsha256: ${digestOf("x")}\nsize: 2\n`);
  await mlx(repo, "data checkout");
  const { json } = await mlx(repo, "data status --json");
  expect(json["entries"]).toMatchObject([{ path: "evil" }]);
});

test("a checkout replaces a link in a file's place by force alone, and never what it leads to", async () => {
  const outside = join(tempFolder(), "victim");
  const repo = await withPointer(listing("a/b"));
  await must(repo, "data checkout");
  repo.remove("evil/a/b");
  symlinkSync(outside, repo.path("evil/a/b"));
  expect((await mlx(repo, "data checkout")).code).toBe(3);
  await must(repo, "data checkout --force");
  expect(existsSync(outside)).toBe(false);
  expect(lstatSync(repo.path("evil/a/b")).isFile()).toBe(true);
});

test("names equal but for case, and in other normal forms, are files of their own where the system says so", async () => {
  const names = ["README", "readme", "Readme", "caf\u00e9", "cafe\u0301"];
  const repo = gitRepo(Object.fromEntries(names.map((name) => [`d/${name}`, name])));
  const distinct = readdirSync(repo.path("d")).length;
  await must(repo, "data add d");
  repo.remove("d");
  await must(repo, "data checkout");
  expect(readdirSync(repo.path("d"))).toHaveLength(distinct);
  expect((await mlx(repo, "data status --check")).code).toBe(0);
});

describe("a directory of more than 5,000 files", () => {
  test("is a tree of manifests, and works in every command, a part of it too", async () => {
    const files: Record<string, string> = {};
    for (let index = 0; index < 5001; index++) files[`big/p${index % 7}/f${index}`] = `content ${index}`;
    const repo = gitRepo(files);
    await must(repo, "data add big");
    expect(repo.read("big.mlx")).toMatch(/^mlx: 1\nkind: directory\ntree: [0-9a-f]{64}\n$/);
    repo.commit("one");
    repo.write({ "big/p0/f0": "changed", "big/p3/new": "new" });
    repo.remove("big/p1/f1");
    const { json } = await mlx(repo, "data status --json");
    expect(json["entries"]).toMatchObject([{ path: "big", added: 1, modified: 1, deleted: 1 }]);
    const part = await mlx(repo, "data status --json big/p3");
    expect(part.json["entries"]).toMatchObject([{ added: 1, modified: 0, deleted: 0 }]);
    expect((await mlx(repo, "data add big/p3")).stdout).toContain("1 added (5,002 files");
    expect((await mlx(repo, "data diff --json")).json).toMatchObject({
      added: [{ path: "big/p3/new" }],
      modified: [{ path: "big/p0/f0" }],
      deleted: [{ path: "big/p1/f1" }],
    });
    expect((await mlx(repo, "data ls --json big/p3/new")).json["entries"]).toHaveLength(1);
    await must(repo, "data mv big/p3/new big/p4/moved");
    await must(repo, "data checkout --force big/p0 big/p1");
    expect((await mlx(repo, "data status --check")).code).toBe(0);
    await must(repo, "data rm big/p4/moved");
    expect(repo.git("diff", "--stat")).toBe("");
    repo.remove("big/p2");
    await must(repo, "data checkout big/p2");
    expect(Object.keys(files).filter((path) => !repo.exists(path))).toEqual([]);
    repo.remove(".mlx/cache");
    expect((await mlx(repo, "data status --json")).json["entries"]).toMatchObject([{ state: "not_cached" }]);
    repo.write({ "big/p0/f0": "changed" });
    expect((await mlx(repo, "data status")).stdout).toContain("its list of files is not in the cache");
    expect((await mlx(repo, "data checkout")).code).toBe(3);
    expect(repo.read("big/p0/f0")).toBe("changed");
  });
});

test("add refuses before it writes anything where the ignore rules cannot be kept", async () => {
  const repo = gitRepo({ "data/a.bin": "a" });
  symlinkSync("/dev/null", repo.path("data/.gitignore"));
  const { code, stderr } = await mlx(repo, "data add data/a.bin");
  expect(code).toBe(2);
  expect(stderr).toContain(".gitignore");
  expect(repo.exists("data/a.bin.mlx")).toBe(false);
});
