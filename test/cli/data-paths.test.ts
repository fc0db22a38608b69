import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx, mlxBinary } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

/** Names that break programs; each is fine on Linux and macOS. */
const awkward = [
  "with space.csv",
  " leading",
  "trailing ",
  "two trailing  ",
  "tab\there",
  "new\nline",
  "carriage\rreturn",
  "it's",
  'double"quote',
  "back\\slash",
  "back\\",
  "#comment",
  "!negated",
  "-dash",
  "--help",
  "star*",
  "question?",
  "[brackets]",
  "{a,b}",
  "100%",
  "%41",
  "ümlaut-é",
  "日本語",
  "😀astral",
  "\u2028separator",
  ":(top)magic",
  "dollar$HOME`x`",
  "...",
  ".hidden",
  "Case",
  "case",
];

describe("awkward names", () => {
  test("as tracked files: git ignores exactly the data, and they come back as they were", async () => {
    const repo = gitRepo(Object.fromEntries(awkward.map((name) => [`data/${name}`, name])));
    expect(await must(repo, ["data", "add", "--", ...awkward.map((name) => `data/${name}`)])).toContain(
      "data/it's",
    );
    const ignored = repo
      .git("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "data")
      .split("\0");
    expect(ignored.filter((path) => path !== "").sort()).toEqual(
      awkward.map((name) => `data/${name}`).sort(),
    );
    repo.commit();
    const tracked = repo.git("ls-files", "-z", "data").split("\0");
    expect(tracked.filter((path) => path !== "").sort()).toEqual(
      [...awkward.map((name) => `data/${name}.mlx`), "data/.gitignore"].sort(),
    );
    expect((await mlx(repo, "data status --check")).code).toBe(0);
    for (const name of awkward) repo.remove(`data/${name}`);
    await must(repo, "data checkout");
    expect(awkward.map((name) => repo.read(`data/${name}`))).toEqual(awkward);
    expect(repo.git("status", "--porcelain")).toBe("");
    await must(repo, ["data", "rm", "--", ...awkward.map((name) => `data/${name}`)]);
    expect(repo.exists("data/.gitignore")).toBe(false);
  });

  test("as tracked folders, and as files in a folder", async () => {
    const files = Object.fromEntries(awkward.map((name) => [`${name}/inner/${name}`, name]));
    const repo = gitRepo({
      ...files,
      ...Object.fromEntries(awkward.map((name) => [`all/${name}/${name}`, name])),
    });
    await must(repo, ["data", "add", "--", ...awkward, "all"]);
    const { json } = await mlx(repo, ["data", "ls", "--recursive", "--json"]);
    expect(json["entries"]).toHaveLength(2 * awkward.length);
    for (const name of [...awkward, "all"]) repo.remove(name);
    await must(repo, "data checkout");
    expect(awkward.map((name) => repo.read(`all/${name}/${name}`))).toEqual(awkward);
    expect((await mlx(repo, "data status --check")).code).toBe(0);
    for (const name of awkward) await must(repo, ["data", "status", "--", `all/${name}`]);
  });

  test("never reach the terminal raw", async () => {
    const repo = gitRepo({ "d/evil\u001b[31m\n!": "x" });
    await must(repo, "data add d");
    repo.write({ "d/evil\u001b[31m\n!": "y" });
    const { stdout } = await mlx(repo, "data status");
    expect(stdout).toContain("  ~ evil\\x1b[31m\\n!\n");
    const { stderr } = await mlx(repo, "data checkout");
    expect(stderr).not.toContain("\u001b");
  });

  test("that are not valid UTF-8 are refused", async () => {
    const repo = gitRepo({ "d/fine": "x" });
    execFileSync("sh", ["-c", "printf x > \"$(printf 'd/bad\\377name')\""], { cwd: repo.root });
    const { code, stderr } = await mlx(repo, "data add d");
    expect([code, stderr]).toEqual([3, expect.stringContaining("not valid UTF-8")]);
    expect(repo.exists("d.mlx")).toBe(false);
  });
});

describe("paths that are refused, by every command that takes one", () => {
  const verbs = ["add", "status", "checkout", "rm", "ls", "push", "pull"];

  test.for([
    ["outside, by ..", "../outside.csv", "MLX_OUTSIDE_REPOSITORY"],
    ["outside, absolute", "/etc/passwd", "MLX_OUTSIDE_REPOSITORY"],
    ["outside, by way of a folder", "data/../../outside.csv", "MLX_OUTSIDE_REPOSITORY"],
    ["git's own folder", ".git/config", "MLX_INTERNAL_PATH"],
    ["git's own folder in other letters", "sub/.GIT/config", "MLX_INTERNAL_PATH"],
    ["mlx's own folder", ".mlx/cache", "MLX_INTERNAL_PATH"],
    ["behind a symbolic link", "link/a.csv", "MLX_THROUGH_SYMLINK"],
    ["behind a link that leads nowhere", "dangling/a.csv", "MLX_THROUGH_SYMLINK"],
  ])("%s", async ([_title, path, wanted]) => {
    const repo = gitRepo({ "data/a.csv": "a", "real/a.csv": "r" });
    await must(repo, "data add data/a.csv");
    await must(repo, ["remote", "add", "origin", join(tempFolder(), "store")]);
    const outside = tempFolder();
    symlinkSync(outside, repo.path("link"));
    symlinkSync("nowhere", repo.path("dangling"));
    for (const verb of verbs) {
      const { code, error } = await mlx(repo, ["data", verb, "--json", path ?? ""]);
      expect([verb, code, error.code]).toEqual([verb, 2, wanted]);
      expect(error.message).toContain(path);
    }
  });

  test("the repository itself, and a path below a file", async () => {
    const repo = gitRepo({ "data/a.csv": "a" });
    await must(repo, "data add data/a.csv");
    expect((await mlx(repo, "data add . --json")).error.code).toBe("MLX_WHOLE_REPOSITORY");
    for (const verb of ["add", "status", "checkout", "rm"]) {
      expect((await mlx(repo, `data ${verb} data/a.csv/below`)).code).toBe(2);
    }
  });
});

describe("where the user is", () => {
  test("a sub-folder, --cwd, an absolute path, and a repository reached through a link", async () => {
    const repo = gitRepo({ "data/a.csv": "a", "data/b.csv": "b", "data/c.csv": "c", "data/e.csv": "e" });
    const alias = join(tempFolder(), "alias");
    symlinkSync(repo.root, alias);
    await must(repo, "data add a.csv", { cwd: "data" });
    await must(repo, "data add --cwd data b.csv");
    await must(repo, ["data", "add", join(alias, "data/c.csv")]);
    const { stderr } = await mlxBinary(repo.at(alias), ["data", "add", "e.csv"], { cwd: "data" });
    expect(stderr).toBe("record it in git: git add e.csv.mlx .gitignore\n");
    expect((await mlx(repo, "data ls --json")).json["entries"]).toHaveLength(4);
    expect((await mlx(repo, ["data", "status", "--check", join(alias, "data")])).code).toBe(0);
  });

  test("outside of any repository, and in one that git does not know", async () => {
    const { code, error } = await mlx(gitRepo().at(tempFolder()), "data status --json");
    expect([code, error.code]).toEqual([2, "MLX_NOT_A_REPOSITORY"]);
  });

  test("a submodule is a repository of its own", async () => {
    const library = gitRepo({ "lib.csv": "l" });
    library.commit();
    const repo = gitRepo({ "own.csv": "o" });
    repo.git("submodule", "--quiet", "add", `file://${library.root}`, "sub");
    repo.write({ "sub/data.csv": "d" });
    await must(repo, "data add own.csv");
    await must(repo, "data add data.csv", { cwd: "sub" });
    expect(repo.exists("sub/data.csv.mlx") && repo.exists("sub/.mlx/cache")).toBe(true);
    expect((await mlx(repo, "data ls --json")).json["entries"]).toHaveLength(1);
    expect((await mlx(repo, "data ls --json", { cwd: "sub" })).json["entries"]).toHaveLength(1);
    expect((await mlx(repo, "data status --check", { cwd: "sub" })).code).toBe(0);
  });

  test("a linked worktree shares the cache and has a stat cache of its own", async () => {
    const repo = gitRepo({ "a.csv": "a", "d/x": "x" });
    await must(repo, "data add a.csv d");
    repo.commit();
    const linked = repo.at(join(tempFolder(), "linked"));
    repo.git("worktree", "add", "--quiet", "-b", "other", linked.root);
    await must(linked, "data checkout");
    expect([linked.read("a.csv"), linked.read("d/x")]).toEqual(["a", "x"]);
    expect([linked.exists(".mlx/cache"), linked.exists(".mlx/stat-cache")]).toEqual([false, true]);
    linked.write({ "a.csv": "other" });
    await must(linked, "data add a.csv");
    expect((await mlx(repo, "data status --check")).code).toBe(0);
    expect((await mlx(linked, "data status --check")).code).toBe(0);
    expect(linked.git("status", "--porcelain")).toBe(" M a.csv.mlx");
  });

  test("a detached HEAD, a shallow clone, an unborn HEAD", async () => {
    const repo = gitRepo({ "a.csv": "a" });
    await must(repo, "data add a.csv");
    expect((await mlx(repo, "data status --check")).code).toBe(0);
    repo.commit("one");
    repo.write({ "a.csv": "b" });
    await must(repo, "data add a.csv");
    repo.commit("two");
    repo.git("checkout", "--quiet", "--detach", "HEAD~1");
    await must(repo, "data checkout");
    expect(repo.read("a.csv")).toBe("a");
    const shallow = repo.clone("--depth=1", "--branch", "main");
    expect((await mlx(shallow, "data status")).stdout).toBe("a.csv  missing\n");
    shallow.write({ "a.csv": "b" });
    expect((await mlx(shallow, "data add a.csv")).stdout).toBe("unchanged a.csv\n");
    expect((await mlx(shallow, "data diff HEAD~1 --json")).error.code).toBe("MLX_UNKNOWN_REVISION");
  });

  test("a bare clone has no data: commands that need some say so", async () => {
    const repo = gitRepo({ "a.csv": "a" });
    await must(repo, "data add a.csv");
    repo.commit();
    const bare = repo.clone("--bare");
    for (const command of ["add a.csv", "status", "checkout", "mv a b", "rm a.csv", "ls", "diff"]) {
      const { code, error } = await mlx(bare, `data ${command} --json`);
      expect([command, code, error.code]).toEqual([command, 2, "MLX_BARE_REPOSITORY"]);
    }
    expect((await mlx(bare, "data ls HEAD --json")).code).toBe(0);
  });
});

test("folders that nobody may read are named", async () => {
  const { mlxUnprivileged } = await import("../support/unprivileged.js");
  const repo = gitRepo({ "d/open": "x", "d/closed/y": "y" });
  chmodSync(repo.path("d/closed"), 0);
  try {
    const { code, stderr } = mlxUnprivileged(repo, ["data", "add", "d"]);
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining("d/closed cannot be tracked: permission denied"),
    ]);
  } finally {
    chmodSync(repo.path("d/closed"), 0o755);
  }
  mkdirSync(repo.path("e"));
  chmodSync(repo.path("e"), 0o555);
  repo.write({ "f.csv": "f" });
  const { code, stderr } = mlxUnprivileged(repo, ["data", "mv", "f.csv", "e/f.csv"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("not tracked")]);
  await must(repo, "data add f.csv");
  const moved = mlxUnprivileged(repo, ["data", "mv", "f.csv", "e/f.csv"]);
  expect([moved.code, moved.stderr]).toEqual([4, expect.stringContaining("permission denied")]);
  expect((await mlx(repo, "data status --check")).code).toBe(0);
});
