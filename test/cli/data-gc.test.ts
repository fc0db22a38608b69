import { spawnSync } from "node:child_process";
import { existsSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { identityName, ownIdentity } from "../../src/files/process-identity.js";
import { LocalStore } from "../../src/storage/local-store.js";
import {
  asTree,
  cachedObjects,
  dataProject,
  digests,
  dropObject,
  must,
  objectFile,
  objectsIn,
} from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

/** Makes `x` hold this text and tracks it; not committed. */
async function change(repo: TestRepo, text: string): Promise<void> {
  repo.write({ x: text });
  await must(repo, "data add x");
}

describe("gc", () => {
  test("only says what it would remove; --apply removes it", async () => {
    const { repo } = await dataProject({ x: "one" }, ["x"]);
    await change(repo, "never committed");
    await change(repo, "two");
    const dry = await mlx(repo, "data gc");
    expect(dry.code).toBe(0);
    expect(dry.stdout).toContain("would remove 1 object (15 B)");
    expect(dry.stderr).toContain("mlx data gc --apply");
    expect(cachedObjects(repo)).toHaveLength(3);
    const { json } = await mlx(repo, "data gc --apply --json");
    expect(json).toMatchObject({ dryRun: false, objects: 1, bytes: 15, freed: 15 });
    expect(cachedObjects(repo)).toEqual(digests("one", "two"));
    expect((await mlx(repo, "data gc")).stdout).toContain("nothing to remove");
  });

  test("--apply removes what a killed process left half-done in the cache", async () => {
    const { repo } = await dataProject({ x: "one" }, ["x"]);
    const dead = spawnSync(process.execPath, ["-e", ""]).pid;
    const left = `.mlx/cache/tmp/${identityName({ ...ownIdentity(), pid: dead, start: 1 })}-0/upload`;
    repo.write({ [left]: "half" });
    await must(repo, "data gc");
    expect(existsSync(repo.path(left))).toBe(true);
    await must(repo, "data gc --apply");
    expect(existsSync(repo.path(left))).toBe(false);
  });

  test("keeps what the index names, and the working tree's pointers", async () => {
    const { repo } = await dataProject({ x: "one" }, ["x"]);
    await change(repo, "staged");
    repo.git("add", "x.mlx");
    await change(repo, "in the working tree");
    await must(repo, "data gc --apply");
    expect(cachedObjects(repo)).toEqual(digests("one", "staged", "in the working tree"));
  });

  test("keeps what stashes name, the untracked part of each too", async () => {
    const { repo } = await dataProject({ x: "one" }, ["x"]);
    await change(repo, "stashed");
    repo.write({ y: "untracked pointer" });
    await must(repo, "data add y");
    repo.git("stash", "push", "--include-untracked", "--quiet");
    await change(repo, "stashed later");
    repo.git("stash", "push", "--quiet");
    await must(repo, "data gc --apply");
    expect(cachedObjects(repo)).toEqual(digests("one", "stashed", "stashed later", "untracked pointer"));
  });

  test("keeps what other worktrees have: commit, index and files", async () => {
    const { repo } = await dataProject({ x: "one" }, ["x"]);
    const side = repo.at(join(tempFolder(), "side"));
    repo.git("worktree", "add", "--quiet", "--detach", side.root);
    await change(side, "committed there");
    side.commit();
    await change(side, "staged there");
    side.git("add", "x.mlx");
    await change(side, "lying there");
    await must(repo, "data gc --apply");
    expect(cachedObjects(repo)).toEqual(digests("one", "committed there", "staged there", "lying there"));
  });

  test("keeps branches, tags, a detached HEAD and what the reflog still has", async () => {
    const { repo } = await dataProject({ x: "one" }, ["x"]);
    repo.git("switch", "--quiet", "--create", "side");
    await change(repo, "on a branch");
    repo.commit();
    repo.git("switch", "--quiet", "--detach", "main");
    await change(repo, "tagged");
    repo.commit();
    repo.git("tag", "-a", "v1", "-m", "v1");
    await change(repo, "detached");
    repo.commit();
    await change(repo, "amended away");
    repo.commit();
    repo.git("reset", "--quiet", "--hard", "HEAD~1");
    await must(repo, "data gc --apply");
    expect(cachedObjects(repo)).toEqual(digests("one", "on a branch", "tagged", "detached", "amended away"));
  });

  test("older pushed commits' objects go only if a remote holds them", async () => {
    const { repo, store } = await dataProject({ x: "one" }, ["x"], { push: true });
    await change(repo, "two");
    repo.commit();
    await change(repo, "three");
    repo.commit();
    const origin = join(tempFolder(), "origin.git");
    repo.git("clone", "--quiet", "--bare", repo.root, origin);
    repo.git("remote", "add", "origin", origin);
    repo.git("fetch", "--quiet", "origin");
    const { stdout, stderr } = await mlx(repo, "data gc --apply");
    expect(stdout).toContain("removed 1 object (3 B)");
    expect(stderr).toContain("1 object of older commits");
    expect(cachedObjects(repo)).toEqual(digests("two", "three"));
    expect(objectsIn(store)).toEqual(digests("one"));
  });

  test("unpushed commits keep their objects although a remote holds them", async () => {
    const { repo } = await dataProject({ x: "one" }, ["x"], { push: true });
    await change(repo, "two");
    repo.commit();
    await must(repo, "data push");
    await must(repo, "data gc --apply");
    expect(cachedObjects(repo)).toEqual(digests("one", "two"));
  });

  test("keeps every side of a conflict that is not resolved", async () => {
    const { repo } = await dataProject({ x: "base" }, ["x"]);
    repo.git("switch", "--quiet", "--create", "side");
    await change(repo, "theirs");
    repo.commit();
    repo.git("switch", "--quiet", "main");
    await change(repo, "ours");
    repo.commit();
    expect(() => repo.git("merge", "--quiet", "side")).toThrow();
    const { code, stderr } = await mlx(repo, "data gc --apply");
    expect(code).toBe(2);
    expect(stderr).toContain("x.mlx");
    expect(cachedObjects(repo)).toEqual(digests("base", "ours", "theirs"));
  });

  test("keeps what a pointer names that was committed with conflict markers, lists of files too", async () => {
    const { repo } = await dataProject({ "d/a": "one" }, ["d"]);
    await asTree(repo, "d");
    const [, ours = ""] = /^tree: (.*)$/m.exec(repo.read("d.mlx")) ?? [];
    repo.write({
      "d.mlx": `mlx: 1\nkind: directory\n<<<<<<< ours\ntree: ${ours}\n=======\n>>>>>>> theirs\n`,
    });
    repo.commit("oops");
    const marked = repo.git("rev-parse", "HEAD");
    repo.git("rm", "--quiet", "d.mlx");
    repo.commit("gone");
    repo.git("checkout", "--quiet", "--orphan", "fresh");
    repo.commit("fresh");
    repo.git("branch", "--quiet", "-D", "main");
    repo.git("tag", "marked", marked);
    repo.git("reflog", "expire", "--expire=now", "--all");
    await must(repo, "data gc --apply");
    expect(cachedObjects(repo)).toEqual([...digests("one"), ours].sort());
  });

  test("refuses in a shallow clone and in a partial one", async () => {
    const { repo } = await dataProject({ x: "one" }, ["x"], { push: true });
    repo.commit("another");
    const shallow = repo.clone("--depth", "1");
    const partial = repo.clone("--filter", "blob:none");
    for (const clone of [shallow, partial]) {
      await must(clone, "data pull");
      const { code, error } = await mlx(clone, "data gc --apply --json");
      expect(code).toBe(3);
      expect(error.code).toBe("MLX_GC_REFUSED");
    }
    expect((await mlx(shallow, "data gc")).stderr).toContain("git fetch --unshallow");
  });

  test("refuses where nothing at all is named", async () => {
    const { repo } = await dataProject({ x: "one" }, ["x"]);
    const cache = repo.path(".mlx");
    const other = gitRepo();
    other.git("commit", "--quiet", "--allow-empty", "-m", "empty");
    writeFileSync(other.path("mlx.yaml"), `cache:\n  dir: ${join(cache, "cache")}\n`);
    rmSync(join(cache, "cache", "users"), { recursive: true, force: true });
    const { code, stderr } = await mlx(other, "data gc --apply");
    expect(code).toBe(3);
    expect(stderr).toContain("no pointer and no run was found");
    expect(cachedObjects(repo)).toEqual(digests("one"));
  });

  test("refuses while a pointer of a working tree cannot be read", async () => {
    const { repo } = await dataProject({ x: "one" }, ["x"]);
    repo.write({ "y.mlx": "mlx: 1\nkind: file\nsha256: what\nsize: 1\n" });
    const { code, stderr } = await mlx(repo, "data gc --apply");
    expect(code).toBe(2);
    expect(stderr).toContain("y.mlx:3:9");
  });

  test("refuses while a list of files is out of reach, and takes it from the remote where it can", async () => {
    const { repo } = await dataProject({ "d/a": "one", "d/b": "two" }, ["d"]);
    const lists = await asTree(repo, "d");
    dropObject(repo.path(".mlx/cache"), lists.get("") ?? "");
    const { code, stderr } = await mlx(repo, "data gc --apply");
    expect(code).toBe(3);
    expect(stderr).toContain("mlx data fetch --all-branches --all-tags");
    expect(cachedObjects(repo)).toEqual(digests("one", "two"));

    const again = await dataProject({ "d/a": "one", "d/b": "two" }, ["d"]);
    await asTree(again.repo, "d");
    await must(again.repo, "data push");
    dropObject(again.repo.path(".mlx/cache"), lists.get("") ?? "");
    await must(again.repo, "data gc --apply");
    expect(cachedObjects(again.repo)).toEqual([...digests("one", "two"), lists.get("")].sort());
  });

  test("asks every repository that shares the cache, and refuses where one is gone", async () => {
    const cache = join(tempFolder(), "shared cache");
    const settings = `cache:\n  dir: ${JSON.stringify(cache)}\n`;
    const [first, second] = [gitRepo({ "mlx.yaml": settings }), gitRepo({ "mlx.yaml": settings })];
    await change(first, "of the first");
    first.commit();
    await change(second, "of the second, dropped");
    await change(second, "of the second");
    const { json } = await mlx(first, "data gc --apply --json");
    expect(json).toMatchObject({ objects: 1, kept: 2 });
    expect(objectsIn(cache)).toEqual(digests("of the first", "of the second"));
    second.remove(".");
    const { code, stderr } = await mlx(first, "data gc --apply");
    expect(code).toBe(3);
    expect(stderr).toContain(second.root);
    expect(stderr).toContain("users");
  });

  test("the owner of a cache that another repository shares asks that one too", async () => {
    const { repo } = await dataProject({ x: "of the owner" }, ["x"]);
    const guest = gitRepo({ "mlx.yaml": `cache:\n  dir: ${JSON.stringify(repo.path(".mlx/cache"))}\n` });
    await change(guest, "of the guest");
    await must(repo, "data gc --apply");
    expect(cachedObjects(repo)).toEqual(digests("of the owner", "of the guest"));
  });

  test("in a hook it looks at every worktree for itself", async () => {
    const { repo } = await dataProject({ x: "one" }, ["x"]);
    const side = repo.at(join(tempFolder(), "side"));
    repo.git("worktree", "add", "--quiet", "--detach", side.root);
    await change(side, "staged there");
    side.git("add", "x.mlx");
    side.git("checkout-index", "--force", "x.mlx");
    side.remove("x.mlx");
    const env = { GIT_DIR: repo.path(".git"), GIT_INDEX_FILE: repo.path(".git/index") };
    await must(repo, "data gc --apply", { env });
    expect(cachedObjects(repo)).toEqual(digests("one", "staged there"));
  });
});

describe("gc where git keeps things elsewhere", () => {
  test("in a submodule it sees the submodule's own files", async () => {
    const { repo } = await dataProject({ x: "one" }, ["x"], { push: true });
    const above = gitRepo();
    above.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", repo.root, "sub");
    above.commit();
    const sub = above.at(above.path("sub"));
    await must(sub, "data pull");
    await change(sub, "only in the working tree");
    await must(sub, "data gc --apply");
    expect(cachedObjects(sub)).toEqual(digests("one", "only in the working tree"));
  });

  test("in a bare repository it keeps what its branches need", async () => {
    const { repo } = await dataProject({ x: "one" }, ["x"], { push: true });
    const bare = repo.clone("--bare");
    await must(bare, "data fetch --all-branches");
    await must(bare, "data gc --apply");
    expect(cachedObjects(bare)).toEqual(digests("one"));
  });

  test("refuses while a locked worktree is out of reach", async () => {
    const { repo } = await dataProject({ x: "one" }, ["x"]);
    const side = join(tempFolder(), "side");
    repo.git("worktree", "add", "--quiet", "--detach", "--lock", side);
    rmSync(side, { recursive: true });
    const { code, stderr } = await mlx(repo, "data gc --apply");
    expect(code).toBe(3);
    expect(stderr).toContain("git worktree unlock");
    repo.git("worktree", "unlock", side);
    expect((await mlx(repo, "data gc --apply")).code).toBe(0);
  });
});

describe("gc of a remote", () => {
  /** Lets an object of the store be as old as one that was pushed two days ago. */
  function age(store: string, ...contents: string[]): void {
    const then = Date.now() / 1000 - 2 * 86_400;
    for (const content of contents) utimesSync(objectFile(store, content), then, then);
  }

  async function withGarbage() {
    const project = await dataProject({ x: "one" }, ["x"], { push: true });
    await change(project.repo, "dropped");
    await must(project.repo, "data push");
    await change(project.repo, "one");
    age(project.store, "one", "dropped");
    return project;
  }

  test("marks first, and removes in a later run what nothing names still", async () => {
    const { repo, store } = await withGarbage();
    expect((await mlx(repo, "data gc --remote")).stdout).toContain("would mark 1 candidate on origin");
    expect(repo.at(store).exists("gc/candidates.json")).toBe(false);
    await must(repo, "data gc --remote --apply");
    expect(JSON.parse(repo.at(store).read("gc/candidates.json"))).toMatchObject({
      objects: digests("dropped"),
    });
    const waiting = await mlx(repo, "data gc --remote --apply --json");
    expect(waiting.json).toMatchObject({ objects: 0, candidates: 1, waitUntil: expect.any(String) });
    expect(objectsIn(store)).toEqual(digests("one", "dropped"));
    const dry = await mlx(repo, "data gc --remote --grace 0s");
    expect(dry.stdout).toContain("would remove 1 object (7 B) from origin");
    expect(objectsIn(store)).toEqual(digests("one", "dropped"));
    const { json } = await mlx(repo, "data gc --remote origin --grace 0s --apply --json");
    expect(json).toMatchObject({ objects: 1, candidates: 0 });
    expect(objectsIn(store)).toEqual(digests("one"));
    expect(repo.at(store).exists("gc/candidates.json")).toBe(false);
  });

  test("a pusher that needs a candidate writes it again, and so it stays", async () => {
    const { repo, store } = await withGarbage();
    await must(repo, "data gc --remote --apply");
    const colleague = repo.clone();
    await change(colleague, "dropped");
    const { json } = await mlx(colleague, "data push --json");
    expect(json).toMatchObject({ uploaded: 1 });
    const after = await mlx(repo, "data gc --remote --grace 0s --apply --json");
    expect(after.json).toMatchObject({ objects: 0 });
    expect(objectsIn(store)).toEqual(digests("one", "dropped"));
  });

  test("so does one that has the candidate in the store alone", async () => {
    const { repo, store } = await withGarbage();
    await must(repo, "data gc --remote --apply");
    const colleague = repo.clone();
    await change(colleague, "dropped");
    colleague.remove(".mlx/cache");
    const { json } = await mlx(colleague, "data push --json");
    expect(json).toMatchObject({ uploaded: 1, failed: [] });
    const after = await mlx(repo, "data gc --remote --grace 0s --apply --json");
    expect(after.json).toMatchObject({ objects: 0 });
    expect(objectsIn(store)).toEqual(digests("one", "dropped"));
  });

  test("a candidate that is written again while the collection runs stays", async () => {
    const { repo, store } = await withGarbage();
    await must(repo, "data gc --remote --apply");
    const { readText } = LocalStore.prototype;
    const reading = vi.spyOn(LocalStore.prototype, "readText").mockImplementation(function (
      this: LocalStore,
      key,
    ) {
      // By now the store's objects are listed.
      if (key === "gc/candidates.json") utimesSync(objectFile(store, "dropped"), new Date(), new Date());
      return readText.call(this, key);
    });
    const { json } = await mlx(repo, "data gc --remote --grace 0s --apply --json");
    reading.mockRestore();
    expect(json).toMatchObject({ objects: 0, bytes: 0 });
    expect(objectsIn(store)).toEqual(digests("one", "dropped"));
  });

  test("warns, before anything is done, of other repositories that use the store", async () => {
    const { repo } = await withGarbage();
    expect((await mlx(repo, "data gc --remote")).stderr).toContain(
      "if other repositories keep data in this store",
    );
  });

  test("a list of candidates that is damaged stops pushes and collections, with what to do", async () => {
    const { repo, store } = await withGarbage();
    repo.at(store).write({ "gc/candidates.json": '{"createdAt": "yesterday", "objects": []}' });
    for (const command of ["data push", "data gc --remote --apply"]) {
      const { code, stderr } = await mlx(repo, command);
      expect(code).toBe(3);
      expect(stderr).toContain("gc/candidates.json is not a list of garbage candidates");
      expect(stderr).toContain("remove it");
    }
  });

  test("what colleagues pushed to any branch counts", async () => {
    const { repo, store } = await withGarbage();
    const origin = join(tempFolder(), "origin.git");
    repo.git("clone", "--quiet", "--bare", repo.root, origin);
    repo.git("remote", "add", "origin", origin);
    const colleague = repo.at(join(tempFolder(), "colleague"));
    repo.git("clone", "--quiet", origin, colleague.root);
    colleague.git("switch", "--quiet", "--create", "theirs");
    await change(colleague, "dropped");
    colleague.commit();
    colleague.git("push", "--quiet", "origin", "theirs");
    const { json } = await mlx(repo, "data gc --remote --apply --json");
    expect(json).toMatchObject({ candidates: 0 });
    expect(objectsIn(store)).toEqual(digests("one", "dropped"));
  });

  test("refuses in a clone that follows one branch alone, and after a failed fetch", async () => {
    const { repo } = await withGarbage();
    repo.git("switch", "--quiet", "--create", "theirs");
    await change(repo, "dropped");
    repo.commit();
    repo.git("switch", "--quiet", "main");
    const clone = repo.clone("--single-branch");
    const single = await mlx(clone, "data gc --remote --apply");
    expect(single.code).toBe(3);
    expect(single.stderr).toContain("does not follow every branch of origin");
    clone.git("remote", "set-url", "origin", join(tempFolder(), "nowhere"));
    const failed = await mlx(clone, "data gc --remote --apply --json");
    expect(failed.code).toBe(3);
    expect(failed.error.code).toBe("MLX_GC_REFUSED");
  });
});
