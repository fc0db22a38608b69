import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { takeSnapshot } from "../../../src/app/runs/capture/code-snapshot.js";
import { asUlid } from "../../../src/core/ulid.js";
import { Git } from "../../../src/git/git.js";
import { deleteSnapshot } from "../../../src/git/snapshot.js";
import { workingStatus } from "../../../src/git/status.js";
import { discoverWorkspace, ensureStateDirs } from "../../../src/workspace/discover.js";
import { gitRepo, type TestRepo } from "../../support/repo.js";
import { tempFolder } from "../../support/temp-folder.js";

const id = asUlid("01JD0000000000000000000000");
const ref = `refs/mlx/runs/${id}`;
/** Put together here, so that no scanner takes this file for one that holds secrets. */
const secret = ["ghp_", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].join("");

/** Takes and publishes a snapshot, and sees that nothing else of the repository changed. */
async function snapshot(repo: TestRepo, limit = 50e6, env: NodeJS.ProcessEnv = repo.env) {
  const workspace = await discoverWorkspace(repo.root, repo.env);
  ensureStateDirs(workspace);
  const state = () => [
    repo.git("status", "--porcelain=v2", "--branch", "--untracked-files=all"),
    repo.git("stash", "list"),
    repo.git("ls-files", "--stage", "--debug"),
  ];
  const before = state();
  const refs = repo.git("for-each-ref");
  const status = await workingStatus(new Git(repo.root, env));
  const pending = await takeSnapshot(workspace, env, status, limit, id);
  expect(repo.git("for-each-ref")).toBe(refs);
  const result = await pending.publish();
  expect(state()).toEqual(before);
  expect(repo.git("fsck", "--full", "--strict")).not.toMatch(/missing|broken|error/);
  return result;
}

/** Path to content of the snapshot's tree. */
function treeOf(repo: TestRepo): string[] {
  return repo.git("ls-tree", "-r", "-z", "--name-only", ref).split("\0").filter(Boolean);
}

/** Every object of the repository, reachable or not, as one text. */
function allObjects(repo: TestRepo): string {
  return repo.git("cat-file", "--batch", "--batch-all-objects", "--unordered");
}

describe("the snapshot of a dirty working tree", () => {
  test("holds changed, new, deleted, renamed and staged files as they are on disk", async () => {
    const repo = gitRepo({
      "a.txt": "a\n",
      "b.txt": "b\n",
      "old.txt": "old\n",
      "gone.txt": "gone\n",
      ".gitignore": "*.log\n",
    });
    repo.commit();
    repo.write({ "a.txt": "staged\n" });
    repo.git("add", "a.txt");
    repo.write({
      "a.txt": "on disk\n",
      "new/file.py": "print()\n",
      "x.log": "ignored\n",
      "run.sh": "#!/bin/sh\n",
    });
    repo.git("mv", "old.txt", "renamed.txt");
    repo.remove("gone.txt");
    chmodSync(repo.path("run.sh"), 0o755);
    symlinkSync("a.txt", repo.path("link"));
    const { snapshot: taken, warnings } = await snapshot(repo);
    expect(warnings).toEqual([]);
    expect(taken).toMatchObject({ ref, omitted: [], files: 5 });
    expect(treeOf(repo).sort()).toEqual(
      [".gitignore", "a.txt", "b.txt", "link", "new/file.py", "renamed.txt", "run.sh"].sort(),
    );
    expect(repo.git("show", `${ref}:a.txt`)).toBe("on disk");
    expect(
      repo
        .git("ls-tree", ref, "run.sh", "link")
        .split("\n")
        .map((line) => line.slice(0, 6)),
    ).toEqual(["120000", "100755"]);
    expect(repo.git("rev-parse", `${ref}^`)).toBe(repo.git("rev-parse", "HEAD"));
    expect(repo.git("log", "-1", "--format=%an %s", ref)).toBe(`Test Person mlx run ${id}`);
  });

  test("names with line breaks, quotes and letters beyond ASCII stay as they are", async () => {
    const names = ["with\nbreak", 'with "quotes"', "größe π", " space ", "tab\there", "-dash", ":(top)magic"];
    const repo = gitRepo({ "a.txt": "a\n" });
    repo.commit();
    repo.write(Object.fromEntries(names.map((name) => [name, `${name}\n`])));
    expect((await snapshot(repo)).snapshot?.files).toBe(names.length);
    expect(new Set(treeOf(repo))).toEqual(new Set([...names, "a.txt"]));
  });

  test("two thousand new files become one pack", async () => {
    const repo = gitRepo({ "a.txt": "a\n" });
    repo.commit();
    repo.write(
      Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`many/${i}.txt`, `number ${i}\n`])),
    );
    expect((await snapshot(repo)).snapshot?.files).toBe(2000);
    expect(repo.git("count-objects", "-v")).toMatch(/packs: 1/);
  });

  test("before the first commit it has no parent, and all files", async () => {
    const repo = gitRepo({ "a.txt": "a\n", "b/c.txt": "c\n" });
    repo.git("add", "a.txt");
    expect((await snapshot(repo)).snapshot?.files).toBe(2);
    expect(treeOf(repo)).toEqual(["a.txt", "b/c.txt"]);
    expect(repo.git("log", "--format=%P", ref)).toBe("");
  });

  test("on a detached HEAD and in a linked worktree it lands in the one repository", async () => {
    const repo = gitRepo({ "a.txt": "a\n" });
    repo.commit();
    const other = repo.at(join(tempFolder(), "tree"));
    repo.git("worktree", "add", "--detach", "--quiet", other.root);
    other.write({ "a.txt": "in the worktree\n" });
    expect((await snapshot(other)).snapshot?.files).toBe(1);
    expect(repo.git("show", `${ref}:a.txt`)).toBe("in the worktree");
    expect(repo.git("status", "--porcelain")).toBe("");
  });

  test("in a clone that borrows its objects it becomes an object of the clone", async () => {
    const origin = gitRepo({ "a.txt": "a\n" });
    origin.commit();
    const repo = origin.clone("--shared");
    repo.write({ "a.txt": "changed\n" });
    expect((await snapshot(repo)).snapshot?.files).toBe(1);
    expect(allObjects(repo)).toContain("changed");
    expect(origin.git("count-objects")).toMatch(/^3 objects/);
  });

  test("a merge in progress: files with conflict marks as they are, without ending the merge", async () => {
    const repo = gitRepo({ "a.txt": "base\n", "b.txt": "base\n" });
    repo.commit();
    repo.git("checkout", "--quiet", "-b", "side");
    repo.write({ "a.txt": "side\n" });
    repo.remove("b.txt");
    repo.commit();
    repo.git("checkout", "--quiet", "main");
    repo.write({ "a.txt": "main\n", "b.txt": "main\n" });
    repo.commit();
    expect(() => repo.git("merge", "side")).toThrow();
    repo.remove("b.txt");
    expect((await snapshot(repo)).snapshot?.omitted).toEqual([]);
    expect(repo.git("show", `${ref}:a.txt`)).toMatch(/<<<<<<< HEAD\nmain\n=======\nside/);
    expect(treeOf(repo)).toEqual(["a.txt"]);
    expect(repo.git("ls-files", "--unmerged")).not.toBe("");
  });

  test("a submodule is the commit that it has checked out; its own changes are told", async () => {
    const inner = gitRepo({ "i.txt": "i\n" });
    inner.commit();
    const repo = gitRepo({ "a.txt": "a\n" });
    repo.git("submodule", "--quiet", "add", inner.root, "sub");
    repo.commit();
    const sub = repo.at(repo.path("sub"));
    sub.write({ "i.txt": "further\n" });
    const commit = sub.commit();
    sub.write({ "dirty.txt": "d\n" });
    const { warnings } = await snapshot(repo);
    expect(repo.git("ls-tree", ref, "sub")).toContain(`160000 commit ${commit}`);
    expect(warnings).toEqual(["the submodule sub has changes that are not kept with this run"]);
  });

  test("a repository inside that is no submodule is told and left alone", async () => {
    const repo = gitRepo({ "a.txt": "a\n" });
    repo.commit();
    repo.git("init", "--quiet", "nested");
    repo.write({ "nested/x.txt": "x\n", "a.txt": "b\n" });
    const { warnings } = await snapshot(repo);
    expect(warnings).toEqual(["nested is a git repository of its own: its files are not kept with this run"]);
    expect(treeOf(repo)).toEqual(["a.txt"]);
  });

  test("filters and line ends are those of git add", async () => {
    const repo = gitRepo({ ".gitattributes": "*.up filter=up\n", "a.txt": "a\n" });
    repo.commit();
    repo.git("config", "filter.up.clean", "tr a-z A-Z");
    repo.git("config", "core.autocrlf", "true");
    repo.git("config", "core.safecrlf", "true");
    repo.write({ "x.up": "shout\n", "dos.txt": "one\r\ntwo\r\n", "unix.txt": "one\n" });
    expect((await snapshot(repo)).snapshot?.files).toBe(3);
    expect(repo.git("show", `${ref}:x.up`)).toBe("SHOUT");
    expect(repo.git("cat-file", "-s", `${ref}:dos.txt`)).toBe("8");
  });

  test("sparse checkout: what is not on disk is as the commit has it", async () => {
    const repo = gitRepo({ "in/a.txt": "a\n", "out/b.txt": "b\n" });
    repo.commit();
    repo.git("sparse-checkout", "set", "in");
    repo.write({ "in/a.txt": "changed\n" });
    expect((await snapshot(repo)).snapshot?.files).toBe(1);
    expect(treeOf(repo)).toEqual(["in/a.txt", "out/b.txt"]);
  });

  test("a file in a folder's place, and a folder in a file's, and a link in a folder's", async () => {
    const repo = gitRepo({ "was-folder/x.txt": "x\n", "was-file": "f\n", "was-real/y.txt": "y\n" });
    repo.commit();
    repo.remove("was-folder");
    repo.remove("was-file");
    rmSync(repo.path("was-real"), { recursive: true });
    mkdirSync(repo.path("was-file"));
    const elsewhere = tempFolder();
    writeFileSync(join(elsewhere, "y.txt"), "elsewhere\n");
    symlinkSync(elsewhere, repo.path("was-real"));
    repo.write({ "was-folder": "now a file\n", "was-file/z.txt": "z\n" });
    expect((await snapshot(repo)).warnings).toEqual([]);
    expect(treeOf(repo)).toEqual(["was-file/z.txt", "was-folder", "was-real"]);
  });

  test("hooks are not called, and a missing identity is no obstacle", async () => {
    const repo = gitRepo({ "a.txt": "a\n" });
    repo.commit();
    const marker = join(tempFolder(), "called");
    for (const hook of ["post-index-change", "reference-transaction", "pre-commit"]) {
      const script = `#!/bin/sh\n[ -z "$UNDER_TEST" ] || echo ${hook} >> ${marker}\n`;
      writeFileSync(repo.path(".git/hooks", hook), script, { mode: 0o755 });
    }
    repo.write({ "a.txt": "b\n" });
    const { warnings } = await snapshot(repo, 50e6, {
      ...repo.env,
      UNDER_TEST: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "user.useConfigOnly",
      GIT_CONFIG_VALUE_0: "true",
    });
    expect(warnings).toEqual([]);
    expect(existsSync(marker)).toBe(false);
    expect(repo.git("log", "-1", "--format=%ae", ref)).toBe("mlx@localhost");
  });

  test("a split index and one that GIT_INDEX_FILE names are read, not written", async () => {
    const repo = gitRepo({ "a.txt": "a\n", "b.txt": "b\n" });
    repo.commit();
    repo.git("update-index", "--split-index");
    repo.write({ "b.txt": "changed\n" });
    expect((await snapshot(repo)).snapshot?.files).toBe(1);
    repo.git("update-ref", "-d", ref);
    const index = join(tempFolder(), "index");
    repo.git("read-tree", `--index-output=${repo.path(".git/other")}`, "HEAD");
    writeFileSync(index, readFileSync(repo.path(".git/other")));
    const named = await snapshot(repo, 50e6, { ...repo.env, GIT_INDEX_FILE: index });
    expect(named.snapshot?.files).toBe(1);
  });

  test("where it cannot be written the reason is told, and nothing is thrown", async () => {
    const repo = gitRepo({ "a.txt": "a\n" });
    repo.commit();
    repo.write({ "a.txt": "b\n" });
    repo.git("update-ref", `${ref}/in-the-way`, "HEAD");
    const { snapshot: taken, warnings } = await snapshot(repo);
    expect(taken).toBeUndefined();
    expect(warnings).toEqual([
      expect.stringMatching(/^the changed files are not kept with this run: git update-ref failed/),
    ]);
  });

  test("what is there already, such as from an earlier snapshot, is not stored once more", async () => {
    const repo = gitRepo({ "a.txt": "a\n" });
    repo.commit();
    repo.write(Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`new/${n}.txt`, `${n}\n`])));
    await snapshot(repo);
    const objects = () => Number(/in-pack: (\d+)/.exec(repo.git("count-objects", "-v"))?.[1]);
    const before = objects();
    repo.write({ "new/0.txt": "changed\n" });
    await snapshot(repo);
    expect([before > 200, objects()]).toEqual([true, before]);
    expect(repo.git("show", `${ref}:new/0.txt`)).toBe("changed");
  });

  test("a pipe in a file's place is told; the rest is kept", async () => {
    const repo = gitRepo({ "a.txt": "a\n", "b.txt": "b\n" });
    repo.commit();
    rmSync(repo.path("a.txt"));
    execFileSync("mkfifo", [repo.path("a.txt")]);
    repo.write({ "b.txt": "changed\n" });
    const { snapshot: taken, warnings } = await snapshot(repo);
    expect([taken?.files, warnings]).toEqual([1, ["a.txt is not kept with this run: it is no file"]]);
    expect(repo.git("show", `${ref}:b.txt`)).toBe("changed");
  });

  test("deleting it frees its ref; deleting one that is not there is fine", async () => {
    const repo = gitRepo({ "a.txt": "a\n" });
    repo.commit();
    repo.write({ "a.txt": "b\n" });
    await snapshot(repo);
    const git = new Git(repo.root, repo.env);
    await deleteSnapshot(git, id);
    await deleteSnapshot(git, id);
    expect(repo.git("for-each-ref", "refs/mlx")).toBe("");
  });
});

describe("what a snapshot leaves out", () => {
  test("a secret in a changed file: the commit's version stays; in a new one: none; and no object has it", async () => {
    const repo = gitRepo({ "conf.ini": "clean\n", "a.txt": "a\n" });
    repo.commit();
    repo.write({ "conf.ini": `x\ntoken=${secret}\n`, "new.ini": `token=${secret}\n`, "a.txt": "changed\n" });
    const { snapshot: taken } = await snapshot(repo);
    expect(taken?.omitted).toEqual([
      { path: "conf.ini", reason: "secret", detail: "conf.ini:2 looks like a GitHub token" },
      { path: "new.ini", reason: "secret", detail: "new.ini:1 looks like a GitHub token" },
    ]);
    expect(taken?.files).toBe(1);
    expect(repo.git("show", `${ref}:conf.ini`)).toBe("clean");
    expect(treeOf(repo)).toEqual(["a.txt", "conf.ini"]);
    expect(allObjects(repo)).not.toContain(secret);
  });

  test("files that hold nothing but passwords, which no rule knows from other words", async () => {
    const repo = gitRepo({ "a.txt": "a\n" });
    repo.commit();
    const names = [".kube/config", ".netrc", ".pgpass", ".pypirc", "infra/prod.tfvars", "prod.env"];
    repo.write(Object.fromEntries(names.map((name) => [name, "DB_PASS=hunter2hunter2\n"])));
    repo.write({ config: "DB_PASS\n" });
    const { snapshot: taken } = await snapshot(repo);
    expect(taken?.omitted.map(({ path }) => path).sort()).toEqual(names);
    expect(allObjects(repo)).not.toContain("hunter2");
  });

  test("a secret in a file's name reaches neither the repository nor what is told", async () => {
    const repo = gitRepo({ "a.txt": "a\n" });
    repo.commit();
    repo.write({ [`${secret}.txt`]: "hello\n" });
    const { snapshot: taken } = await snapshot(repo);
    expect(taken?.omitted).toEqual([
      { path: "[redacted].txt", reason: "secret", detail: "its name looks like a GitHub token" },
    ]);
    expect(allObjects(repo)).not.toContain(secret);
  });

  test("a secret that only the index has is not in the snapshot", async () => {
    const repo = gitRepo({ "conf.ini": "clean\n" });
    repo.commit();
    repo.write({ "conf.ini": `${secret}\n` });
    repo.git("add", "conf.ini");
    const { snapshot: taken } = await snapshot(repo);
    expect(taken?.omitted).toMatchObject([{ path: "conf.ini", reason: "secret" }]);
    expect(repo.git("show", `${ref}:conf.ini`)).toBe("clean");
  });

  test("a file above its share, and what exceeds the whole, the smallest being taken first", async () => {
    const repo = gitRepo({ "big.bin": "small\n", "a.txt": "a\n" });
    repo.commit();
    repo.write({ "big.bin": Buffer.alloc(3000, 7), "a.txt": "changed\n" });
    for (let i = 0; i < 6; i++) repo.write({ [`part${i}`]: Buffer.alloc(1900 + i, i + 65) });
    const { snapshot: taken } = await snapshot(repo, 10_000);
    expect(taken?.omitted).toEqual([
      { path: "big.bin", reason: "size", detail: "3 kB; one file may have 2 kB" },
      { path: "part5", reason: "size", detail: "1.91 kB; all files together may have 10 kB" },
    ]);
    expect(repo.git("show", `${ref}:big.bin`)).toBe("small");
    expect(treeOf(repo)).not.toContain("part5");
  });

  test("a large file that is staged already stays out too", async () => {
    const repo = gitRepo({ "a.txt": "a\n" });
    repo.commit();
    repo.write({ "big.bin": Buffer.alloc(3000, 7) });
    repo.git("add", "big.bin");
    const { snapshot: taken } = await snapshot(repo, 10_000);
    expect(taken?.omitted).toMatchObject([{ path: "big.bin", reason: "size" }]);
    expect(treeOf(repo)).toEqual(["a.txt"]);
  });
});
