import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sha256Of } from "../../src/core/sha256.js";
import { asTree, cachedObjects, dataProject, manyFiles, must } from "../support/data-project.js";
import { binaryPath, mlx } from "../support/mlx.js";
import { gitRepo, TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

/** Changes files (undefined removes one), tracks them again, and commits on a branch that starts where HEAD is. */
async function onBranch(
  repo: TestRepo,
  branch: string,
  from: string,
  changes: Readonly<Record<string, string | undefined>>,
  track: readonly string[] = ["d"],
): Promise<void> {
  repo.git(
    "switch",
    "--quiet",
    ...(repo.git("branch", "--list", branch) === "" ? ["--create", branch, from] : [branch]),
  );
  await must(repo, "data checkout --force");
  for (const [path, text] of Object.entries(changes)) {
    if (text === undefined) repo.remove(path);
    else repo.write({ [path]: text });
  }
  await must(repo, ["data", "add", ...track]);
  repo.commit(`on ${branch}`);
}

/** Runs a git command that may fail. */
function tryGit(repo: TestRepo, ...args: string[]): { ok: boolean; output: string } {
  const { status, stdout, stderr } = spawnSync("git", args, {
    cwd: repo.root,
    env: repo.env,
    encoding: "utf8",
  });
  return { ok: status === 0, output: `${stdout}${stderr}` };
}

function paths(repo: TestRepo, pointer = "d.mlx"): string[] {
  return [...repo.read(pointer).matchAll(/^ {2}[0-9a-f]{64} \d+ \d+ (.+)$/gm)].map(([, path = ""]) => path);
}

const base = { "d/a": "a", "d/b": "b", "d/c": "c" };

describe("git merge", () => {
  test("two branches that add different files to one folder merge to the union", async () => {
    const { repo } = await dataProject(base, ["d"]);
    await onBranch(repo, "one", "main", { "d/new one": "1" });
    await onBranch(repo, "two", "main", { "d/new two": "2", "d/b": undefined });
    expect(tryGit(repo, "merge", "--quiet", "one").ok).toBe(true);
    expect(paths(repo)).toEqual(["a", "c", "new one", "new two"]);
    await must(repo, "data checkout");
    expect(repo.read("d/new one")).toBe("1");
    expect((await mlx(repo, "data status --check")).code).toBe(0);
  });

  test("what both sides delete or change alike is no conflict", async () => {
    const { repo } = await dataProject(base, ["d"]);
    await onBranch(repo, "one", "main", { "d/a": undefined, "d/b": "same", "d/x": "1" });
    await onBranch(repo, "two", "main", { "d/a": undefined, "d/b": "same", "d/y": "2" });
    expect(tryGit(repo, "merge", "--quiet", "one").ok).toBe(true);
    expect(paths(repo)).toEqual(["b", "c", "x", "y"]);
  });

  test("a file changed on both sides is marked, and only it; once resolved by hand all is well", async () => {
    const { repo } = await dataProject(base, ["d"]);
    await onBranch(repo, "one", "main", { "d/b": "ours b", "d/x": "1" });
    await onBranch(repo, "two", "main", { "d/b": "theirs b", "d/y": "2" });
    repo.git("switch", "--quiet", "one");
    await must(repo, "data checkout");
    const { ok, output } = tryGit(repo, "merge", "two");
    expect(ok).toBe(false);
    expect(output).toContain("CONFLICT (content): Merge conflict in d.mlx");
    expect(output).toContain("d.mlx: b changed on both sides");
    expect(output).toContain("git add d.mlx && mlx data checkout");
    const text = repo.read("d.mlx");
    const ours = `  ${sha256Of("ours b")} 6 644 b\n`;
    const theirs = `  ${sha256Of("theirs b")} 8 644 b\n`;
    expect(text).toContain(`<<<<<<< ours\n${ours}=======\n${theirs}>>>>>>> theirs\n`);
    expect(paths(repo)).toEqual(["a", "b", "b", "c", "x", "y"]);
    const status = await mlx(repo, "data status");
    expect(status.code).toBe(2);
    expect(status.stderr).toMatch(/d\.mlx:\d+:1.*conflict/);
    repo.write({
      "d.mlx": text.replace(/<<<<<<< ours\n[\s\S]*=======\n/, "").replace(">>>>>>> theirs\n", ""),
    });
    repo.git("add", "d.mlx");
    repo.git("commit", "--quiet", "--no-edit");
    await must(repo, "data checkout");
    expect(repo.read("d/b")).toBe("theirs b");
    expect(repo.read("d/x")).toBe("1");
  });

  test("changed on one side, deleted on the other: marked, with nothing on the side that deleted", async () => {
    const { repo } = await dataProject(base, ["d"]);
    await onBranch(repo, "one", "main", { "d/b": undefined });
    await onBranch(repo, "two", "main", { "d/b": "changed" });
    const { ok, output } = tryGit(repo, "merge", "one");
    expect(ok).toBe(false);
    expect(output).toContain("b changed on one side, deleted on the other");
    expect(repo.read("d.mlx")).toContain(
      `<<<<<<< ours\n  ${sha256Of("changed")} 7 644 b\n=======\n>>>>>>> theirs\n`,
    );
  });

  test("the mode and the bytes of a file are merged each for itself", async () => {
    const { repo } = await dataProject(base, ["d"]);
    await onBranch(repo, "one", "main", { "d/b": "new bytes" });
    repo.git("switch", "--quiet", "--create", "two", "main");
    await must(repo, "data checkout");
    chmodSync(repo.path("d/b"), 0o755);
    await must(repo, "data add d");
    repo.commit();
    expect(tryGit(repo, "merge", "--quiet", "one").ok).toBe(true);
    expect(repo.read("d.mlx")).toContain(`${sha256Of("new bytes")} 9 755 b`);
  });

  test("single files: one side's change is taken, two conflict readably", async () => {
    const { repo } = await dataProject({ x: "1", y: "1" }, ["x", "y"]);
    await onBranch(repo, "one", "main", { x: "2" }, ["x"]);
    await onBranch(repo, "two", "main", { y: "2" }, ["y"]);
    expect(tryGit(repo, "merge", "--quiet", "one").ok).toBe(true);
    await onBranch(repo, "three", "main", { x: "three" }, ["x"]);
    expect(tryGit(repo, "merge", "two").ok).toBe(false);
    expect(repo.read("x.mlx")).toBe(
      `mlx: 1\nkind: file\n<<<<<<< ours\nsha256: ${sha256Of("three")}\nsize: 5\n=======\nsha256: ${sha256Of("2")}\nsize: 1\n>>>>>>> theirs\n`,
    );
  });

  test("the user's block is merged as one, beside the entries", async () => {
    const { repo } = await dataProject(base, ["d"]);
    repo.write({ "d.mlx": `${repo.read("d.mlx")}meta:\n  license: CC0-1.0\n` });
    repo.commit();
    await onBranch(repo, "one", "main", { "d/x": "1" });
    repo.git("switch", "--quiet", "--create", "two", "main");
    repo.write({ "d.mlx": repo.read("d.mlx").replace("CC0-1.0", "CC-BY-4.0") });
    repo.commit();
    expect(tryGit(repo, "merge", "--quiet", "one").ok).toBe(true);
    expect(repo.read("d.mlx")).toMatch(/ x\nmeta:\n {2}license: CC-BY-4.0\n$/);
    repo.git("switch", "--quiet", "--create", "three", "main");
    repo.write({ "d.mlx": repo.read("d.mlx").replace("CC0-1.0", "MIT") });
    repo.commit();
    const { ok, output } = tryGit(repo, "merge", "two");
    expect(ok).toBe(false);
    expect(output).toContain("its meta block changed on both sides");
    expect(paths(repo)).toEqual(["a", "b", "c", "x"]);
    expect(repo.read("d.mlx")).toContain(
      "<<<<<<< ours\nmeta:\n  license: MIT\n=======\nmeta:\n  license: CC-BY-4.0\n>>>>>>>",
    );
  });

  test("a folder that both sides began is merged without an ancestor", async () => {
    const { repo } = await dataProject({}, []);
    await onBranch(repo, "one", "main", { "d/x": "1", "d/same": "s" });
    await onBranch(repo, "two", "main", { "d/y": "2", "d/same": "s" });
    expect(tryGit(repo, "merge", "--quiet", "one").ok).toBe(true);
    expect(paths(repo)).toEqual(["same", "x", "y"]);
  });

  test("two branches that track different data in one folder merge without any conflict", async () => {
    const { repo } = await dataProject({}, []);
    await onBranch(repo, "one", "main", { "data/x.csv": "1" }, ["data/x.csv"]);
    await onBranch(repo, "two", "main", { "data/y.csv": "2" }, ["data/y.csv"]);
    expect(tryGit(repo, "merge", "--quiet", "one").ok).toBe(true);
    expect(repo.read("data/.gitignore").split("\n")).toEqual(expect.arrayContaining(["/x.csv", "/y.csv"]));
    await must(repo, "data checkout");
    expect(repo.git("status", "--short")).toBe("");
  });

  test("a criss-cross merge finds its way through several ancestors", async () => {
    const { repo } = await dataProject(base, ["d"]);
    await onBranch(repo, "one", "main", { "d/x": "1" });
    await onBranch(repo, "two", "main", { "d/y": "2" });
    const [one, two] = [repo.git("rev-parse", "one"), repo.git("rev-parse", "two")];
    repo.git("merge", "--quiet", "--no-edit", one);
    repo.git("switch", "--quiet", "one");
    repo.git("merge", "--quiet", "--no-edit", two);
    await onBranch(repo, "one", "one", { "d/x": "1 changed" });
    await onBranch(repo, "two", "two", { "d/y": "2 changed", "d/z": "3" });
    expect(tryGit(repo, "merge", "--quiet", "--no-edit", "one").ok).toBe(true);
    expect(paths(repo)).toEqual(["a", "b", "c", "x", "y", "z"]);
    expect(repo.read("d.mlx")).toContain(String(sha256Of("1 changed")));
  });

  test("names that need quoting come through", async () => {
    const folder = "it's my $data; 100%";
    const { repo } = await dataProject({ [`${folder}/a`]: "a" }, [folder]);
    await onBranch(repo, "one", "main", { [`${folder}/x 'y' \n`]: "1" }, [folder]);
    await onBranch(repo, "two", "main", { [`${folder}/z`]: "2" }, [folder]);
    expect(tryGit(repo, "merge", "--quiet", "one").ok).toBe(true);
    expect(paths(repo, `${folder}.mlx`)).toEqual(["a", "x 'y' %0A", "z"]);
  });

  test("a pointer that cannot be read is merged as text, which is said", async () => {
    const { repo } = await dataProject({ x: "1" }, ["x"]);
    for (const [branch, text] of [
      ["one", "nonsense 1\n"],
      ["two", "nonsense 2\n"],
    ] as const) {
      repo.git("switch", "--quiet", "--create", branch, "main");
      repo.write({ "x.mlx": `mlx: 1\nkind: file\n${text}` });
      repo.commit();
    }
    const { ok, output } = tryGit(repo, "merge", "one");
    expect(ok).toBe(false);
    expect(output).toContain("x.mlx was merged as text");
    expect(repo.read("x.mlx")).toContain("<<<<<<<");
  });
});

describe("whatever goes wrong, neither side is lost without a mark", () => {
  async function bothChanged() {
    const project = await dataProject(base, ["d"]);
    await onBranch(project.repo, "one", "main", { "d/b": "ours" });
    await onBranch(project.repo, "two", "main", { "d/b": "theirs" });
    return project.repo;
  }

  test("a configuration that cannot be read", async () => {
    const repo = await bothChanged();
    repo.write({ ".mlx/config.local.yaml": "nonsense: [\n" });
    const { ok, output } = tryGit(repo, "merge", "one");
    expect(ok).toBe(false);
    expect(output).toContain("d.mlx was merged as text");
    expect(repo.read("d.mlx")).toContain("<<<<<<< ours");
    expect(repo.read("d.mlx")).toContain(String(sha256Of("ours")));
    expect(repo.read("d.mlx")).toContain(String(sha256Of("theirs")));
  });

  test("a cache that cannot be written", async () => {
    const repo = await bothChanged();
    repo.remove(".mlx/cache");
    repo.write({ ".mlx/cache": "a file" });
    const { ok } = tryGit(repo, "merge", "one");
    expect(ok).toBe(false);
    expect(repo.read("d.mlx")).toContain("<<<<<<< ours");
  });

  test("no mlx at all", async () => {
    const repo = await bothChanged();
    const driver = repo.git("config", "--get", "merge.mlx.driver");
    repo.git("config", "merge.mlx.driver", driver.replaceAll(binaryPath, "/gone/mlx.js"));
    const { ok, output } = tryGit(repo, "merge", "one");
    expect(ok).toBe(false);
    expect(output).toContain("mlx was not found, so this pointer is merged as text: d.mlx");
    expect(repo.read("d.mlx")).toContain("<<<<<<<");
  });
});

test("MATLAB's live scripts, which have the same suffix, keep their bytes and conflict like other binary files", async () => {
  const { repo } = await dataProject({}, []);
  const script = (name: string) => Buffer.from(`PK\x03\x04\r\n\0${name}\r\n`, "latin1");
  repo.write({ "live.mlx": script("base") });
  repo.commit();
  expect(repo.git("cat-file", "-s", "HEAD:live.mlx")).toBe(String(script("base").length));
  for (const branch of ["one", "two"]) {
    repo.git("switch", "--quiet", "--create", branch, "main");
    repo.write({ "live.mlx": script(branch) });
    repo.commit();
  }
  expect(tryGit(repo, "merge", "one").ok).toBe(false);
  expect(repo.read("live.mlx")).toBe(script("two").toString("latin1"));
});

describe("git rebase and cherry-pick", () => {
  test("a rebase carries each commit's changes over", async () => {
    const { repo } = await dataProject(base, ["d"]);
    await onBranch(repo, "one", "main", { "d/x": "1" });
    await onBranch(repo, "one", "one", { "d/a": undefined });
    await onBranch(repo, "main", "main", { "d/y": "2" });
    repo.git("switch", "--quiet", "one");
    expect(tryGit(repo, "rebase", "--quiet", "main").ok).toBe(true);
    expect(paths(repo)).toEqual(["b", "c", "x", "y"]);
  });

  test("a conflict stops the rebase with markers; it goes on once resolved", async () => {
    const { repo } = await dataProject(base, ["d"]);
    await onBranch(repo, "one", "main", { "d/b": "mine" });
    await onBranch(repo, "main", "main", { "d/b": "upstream" });
    repo.git("switch", "--quiet", "one");
    expect(tryGit(repo, "rebase", "main").ok).toBe(false);
    repo.write({
      "d.mlx": repo
        .read("d.mlx")
        .replace(/<<<<<<< ours\n[\s\S]*=======\n/, "")
        .replace(/>>>>>>> .*\n/, ""),
    });
    repo.git("add", "d.mlx");
    repo.git("-c", "core.editor=true", "rebase", "--continue");
    await must(repo, "data checkout");
    expect(repo.read("d/b")).toBe("mine");
  });

  test("a cherry-pick takes one commit's changes alone", async () => {
    const { repo } = await dataProject(base, ["d"]);
    await onBranch(repo, "one", "main", { "d/x": "1" });
    await onBranch(repo, "one", "one", { "d/y": "2" });
    await onBranch(repo, "main", "main", { "d/z": "3" });
    expect(tryGit(repo, "cherry-pick", "one").ok).toBe(true);
    expect(paths(repo)).toEqual(["a", "b", "c", "y", "z"]);
  });

  test("a stash comes back over a change of another file", async () => {
    const { repo } = await dataProject(base, ["d"]);
    repo.write({ "d/x": "stashed" });
    await must(repo, "data add d");
    repo.git("stash", "--quiet");
    await onBranch(repo, "main", "main", { "d/y": "2", "d/x": undefined });
    expect(tryGit(repo, "stash", "pop").ok).toBe(true);
    expect(paths(repo)).toEqual(["a", "b", "c", "x", "y"]);
  });
});

describe("folders whose lists are objects", () => {
  const files = { "d/1/a": "a", "d/1/b": "b", "d/2/c": "c" };

  async function branched() {
    const project = await dataProject(files, ["d"]);
    const { repo } = project;
    const lists: string[] = [...(await asTree(repo, "d")).values()];
    for (const [branch, path] of [
      ["one", "d/1/x"],
      ["two", "d/2/y"],
    ] as const) {
      await onBranch(repo, branch, "main", { [path]: branch });
      lists.push(...(await asTree(repo, "d")).values());
      repo.git("reset", "--quiet", "--soft", "main");
      repo.commit(`on ${branch}`);
    }
    return { ...project, lists: new Set(lists) };
  }

  test("are read from the cache", async () => {
    const { repo } = await branched();
    expect(tryGit(repo, "merge", "--quiet", "one").ok).toBe(true);
    expect(paths(repo)).toEqual(["1/a", "1/b", "1/x", "2/c", "2/y"]);
  });

  test("are fetched from the remote where the cache lacks them, and nothing else is", async () => {
    const { repo, lists } = await branched();
    await must(repo, "data push --all-branches");
    const clone = repo.clone();
    await mlx(clone, "remote list");
    expect(tryGit(clone, "merge", "--quiet", "origin/one").ok).toBe(true);
    expect(paths(clone)).toEqual(["1/a", "1/b", "1/x", "2/c", "2/y"]);
    expect(cachedObjects(clone).filter((sha256) => !lists.has(sha256))).toEqual([]);
  });

  test("are out of reach: a conflict that names the fetch which mends it, and it does", async () => {
    const { repo } = await branched();
    const clone = repo.clone();
    await mlx(clone, "remote list");
    const { ok, output } = tryGit(clone, "merge", "origin/one");
    expect(ok).toBe(false);
    expect(output).toContain("d.mlx was merged as text");
    const hint = /mlx data fetch d && git checkout --merge -- d\.mlx/.exec(output)?.[0];
    expect(hint).toBeDefined();
    expect(clone.read("d.mlx")).toMatch(/<<<<<<< ours\ntree: /);
    await must(repo, "data push --all-branches");
    await must(clone, "data fetch d");
    clone.git("checkout", "--merge", "--", "d.mlx");
    expect(clone.read("d.mlx")).not.toContain("<<<<<<<");
    expect(paths(clone)).toEqual(["1/a", "1/b", "1/x", "2/c", "2/y"]);
    clone.git("add", "d.mlx");
    clone.git("commit", "--quiet", "--no-edit");
    await must(clone, "data pull");
    expect(clone.read("d/1/x")).toBe("one");
  });

  test.each(["rebase", "cherry-pick"])("the same fetch mends a %s", async (verb) => {
    const { repo } = await branched();
    const clone = repo.clone();
    await mlx(clone, "remote list");
    expect(tryGit(clone, verb, "origin/one").ok).toBe(false);
    await must(repo, "data push --all-branches");
    await must(clone, "data fetch d");
    clone.git("checkout", "--merge", "--", "d.mlx");
    expect(paths(clone)).toEqual(["1/a", "1/b", "1/x", "2/c", "2/y"]);
  });

  test("more than 5,000 files on both sides merge to a tree", async () => {
    const { repo } = await dataProject({}, []);
    repo.write(manyFiles("d", 5_001, (index) => `${index}`));
    await must(repo, "data add d");
    repo.commit();
    for (const branch of ["one", "two"]) {
      repo.git("switch", "--quiet", "--create", branch, "main");
      repo.write({ [`d/${branch}/new`]: branch });
      await must(repo, "data add d");
      repo.commit();
      repo.remove(`d/${branch}`);
    }
    expect(tryGit(repo, "merge", "--quiet", "one").ok).toBe(true);
    expect(repo.read("d.mlx")).toMatch(/^mlx: 1\nkind: directory\ntree: [0-9a-f]{64}\n$/);
    const { json } = await mlx(repo, "data diff main HEAD --json");
    expect(JSON.stringify(json)).toContain("one/new");
    expect(JSON.stringify(json)).toContain("two/new");
  }, 180_000);
});

describe("the driver's installation", () => {
  test("any mlx command installs it in a clone whose .gitattributes names it", async () => {
    const { repo } = await dataProject(base, ["d"]);
    const clone = repo.clone();
    await must(clone, "data ls");
    const driver = clone.git("config", "--get", "merge.mlx.driver");
    expect(driver).toContain(process.execPath);
    expect(driver).toContain(binaryPath);
  });

  test("it is written anew once the mlx that installed it is gone", async () => {
    const { repo } = await dataProject(base, ["d"]);
    repo.git(
      "config",
      "merge.mlx.driver",
      "if [ -x '/gone/node' ] && [ -f '/gone/it'\\''s/mlx.js' ]; then x; fi",
    );
    await must(repo, "data ls");
    expect(repo.git("config", "--get", "merge.mlx.driver")).toContain(binaryPath);
  });

  test("an odd path to mlx works: quotes, spaces, per cent signs", async () => {
    const { repo } = await dataProject(base, ["d"]);
    const folder = join(tempFolder(), "it's 100%A odd");
    mkdirSync(folder);
    symlinkSync(binaryPath, join(folder, "mlx.js"));
    repo.git("config", "--unset", "merge.mlx.driver");
    const { installMergeDriver } = await import("../../src/git/merge-driver.js");
    const place = { root: repo.root, commonDir: repo.path(".git") };
    const self = [process.execPath, join(folder, "mlx.js")];
    expect(await installMergeDriver(place, self, repo.env)).toBe(true);
    expect(await installMergeDriver(place, self, repo.env)).toBe(false);
    await onBranch(repo, "one", "main", { "d/x": "1" });
    await onBranch(repo, "two", "main", { "d/y": "2" });
    expect(tryGit(repo, "merge", "--quiet", "one").ok).toBe(true);
    expect(paths(repo)).toEqual(["a", "b", "c", "x", "y"]);
  });

  test("without the mlx that installed it, the one on PATH is called", async () => {
    const { repo } = await dataProject(base, ["d"]);
    await onBranch(repo, "one", "main", { "d/x": "1" });
    await onBranch(repo, "two", "main", { "d/y": "2" });
    const driver = repo.git("config", "--get", "merge.mlx.driver");
    repo.git("config", "merge.mlx.driver", driver.replaceAll(binaryPath, "/gone/mlx.js"));
    const bin = tempFolder();
    writeFileSync(join(bin, "mlx"), `#!/bin/sh\nexec '${process.execPath}' '${binaryPath}' "$@"\n`, {
      mode: 0o755,
    });
    const { ["PATH"]: path } = repo.env;
    const withPath = new TestRepo(repo.root, repo.home, { ...repo.env, PATH: `${bin}:${path}` });
    expect(tryGit(withPath, "merge", "--quiet", "one").ok).toBe(true);
    expect(paths(repo)).toEqual(["a", "b", "c", "x", "y"]);
  });

  test("in a linked worktree the driver works too", async () => {
    const { repo } = await dataProject(base, ["d"]);
    await onBranch(repo, "one", "main", { "d/x": "1" });
    await onBranch(repo, "two", "main", { "d/y": "2" });
    const side = repo.at(join(tempFolder(), "side"));
    repo.git("worktree", "add", "--quiet", "--detach", side.root, "one");
    expect(tryGit(side, "merge", "--quiet", "two").ok).toBe(true);
    expect(paths(side)).toEqual(["a", "b", "c", "x", "y"]);
  });

  test("a repository that mlx does not know is left alone", async () => {
    const repo = gitRepo({ "a.txt": "a" });
    await mlx(repo, "status");
    expect(tryGit(repo, "config", "--get", "merge.mlx.driver").ok).toBe(false);
  });
});
