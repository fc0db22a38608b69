import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sha256Of } from "../../src/core/sha256.js";
import {
  asTree,
  damageObject,
  dataProject,
  digests,
  dropObject,
  manyFiles,
  must,
  objectFile,
  objectsIn,
  quarantined,
} from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

const images = { "images/cats/a.txt": "cat a", "images/cats/b.txt": "cat b", "images/dogs/c.txt": "dog c" };

describe("push", () => {
  test("sends what the store lacks, once, and the store describes itself", async () => {
    const { repo, store } = await dataProject({ ...images, "x.bin": "x" }, ["images", "x.bin"]);
    const first = await mlx(repo, "data push --json");
    expect(first.code).toBe(0);
    expect(first.json).toMatchObject({ schemaVersion: 1, uploaded: 4, present: 0, bytes: 16, failed: [] });
    expect(objectsIn(store)).toEqual(digests("cat a", "cat b", "dog c", "x"));
    expect(JSON.parse(readFileSync(join(store, "mlx-store.json"), "utf8"))).toEqual({
      layout: "plain",
      mlx: "store",
      version: 1,
    });
    const second = await mlx(repo, "data push --json");
    expect(second.json).toMatchObject({ uploaded: 0, present: 4, bytes: 0, failed: [] });
    expect((await mlx(repo, "data push")).stdout).toBe("nothing to push: origin has all 4 objects\n");
  });

  test("equal contents travel once", async () => {
    const { repo } = await dataProject({ a: "same", "d/b": "same", "d/c": "other" }, ["a", "d"]);
    expect((await mlx(repo, "data push --json")).json).toMatchObject({ uploaded: 2, bytes: 9 });
  });

  test("a path limits it, a part of a tracked folder too, from any folder", async () => {
    const { repo, store } = await dataProject({ ...images, "x.bin": "x" }, ["images", "x.bin"]);
    await must(repo, "data push cats/a.txt", { cwd: "images" });
    expect(objectsIn(store)).toEqual(digests("cat a"));
    await must(repo, "data push images/dogs");
    expect(objectsIn(store)).toEqual(digests("cat a", "dog c"));
    await must(repo, "data push x.bin.mlx");
    expect(objectsIn(store)).toEqual(digests("cat a", "dog c", "x"));
  });

  test("a path that is not tracked exits 2, with what was meant", async () => {
    const { repo } = await dataProject(images, ["images"]);
    const { code, stderr } = await mlx(repo, "data push imagse");
    expect(code).toBe(2);
    expect(stderr).toContain("imagse is not tracked by mlx");
    expect(stderr).toContain("did you mean images?");
  });

  test("a dry run says what would travel and leaves the store alone", async () => {
    const { repo, store } = await dataProject(images, ["images"], { push: true });
    repo.write({ "images/new.txt": "new one" });
    await must(repo, "data add images");
    const { code, stdout } = await mlx(repo, "data push -n");
    expect(code).toBe(0);
    expect(stdout).toContain("would push 1 object (7 B) to origin; 3 objects were there already");
    expect((await mlx(repo, "data push -n --json")).json).toMatchObject({ dryRun: true, uploaded: 1 });
    expect(objectsIn(store)).toHaveLength(3);
  });

  test("--rev, --all-branches and --all-tags push what commits name, not the working tree", async () => {
    const { repo, store } = await dataProject({ "x.bin": "one" }, ["x.bin"]);
    repo.git("tag", "-a", "v1", "-m", "one");
    repo.git("switch", "--quiet", "--create", "side");
    repo.write({ "x.bin": "two" });
    await must(repo, "data add x.bin");
    repo.commit();
    repo.git("switch", "--quiet", "main");
    repo.write({ "x.bin": "three" });
    await must(repo, "data add x.bin");
    repo.commit();
    await must(repo, "data push --all-tags");
    expect(objectsIn(store)).toEqual(digests("one"));
    await must(repo, "data push --rev side");
    expect(objectsIn(store)).toEqual(digests("one", "two"));
    await must(repo, "data push --all-branches");
    expect(objectsIn(store)).toEqual(digests("one", "two", "three"));
    const unknown = await mlx(repo, "data push --rev nowhere");
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('there is no revision "nowhere"');
  });

  test("branches that track a folder whole and one of its files alone do not disturb each other", async () => {
    const { repo, store } = await dataProject({ "d/a": "a1", "d/b": "b1" }, ["d"]);
    repo.git("switch", "--quiet", "--create", "single");
    await must(repo, "data rm d");
    repo.write({ "d/a": "a2" });
    await must(repo, "data add d/a");
    repo.commit();
    const { code, json } = await mlx(repo, "data push --all-branches d/a --json");
    expect(json).toMatchObject({ uploaded: 2, failed: [] });
    expect(code).toBe(0);
    expect(objectsIn(store)).toEqual(digests("a1", "a2"));
  });

  test("every version of a folder has its part when a path inside it is named", async () => {
    const { repo, store } = await dataProject({ "d/a": "a1", "d/b": "b1" }, ["d"]);
    repo.git("switch", "--quiet", "--create", "side");
    repo.write({ "d/a": "a2" });
    await must(repo, "data add d");
    repo.commit();
    await must(repo, "data push --all-branches d/a");
    expect(objectsIn(store)).toEqual(digests("a1", "a2"));
  });

  test("an object whose bytes are gone is named, the others travel, exit 3", async () => {
    const { repo, store } = await dataProject(images, ["images"]);
    dropObject(repo.path(".mlx/cache"), "cat b");
    const { code, json, error } = await mlx(repo, "data push --json");
    expect(code).toBe(3);
    expect(json).toMatchObject({
      uploaded: 2,
      failed: [{ path: "images/cats/b.txt", sha256: sha256Of("cat b") }],
    });
    expect(error).toMatchObject({ code: "MLX_TRANSFER_INCOMPLETE", exitCode: 3 });
    expect(error.message).toContain("images/cats/b.txt");
    expect(objectsIn(store)).toEqual(digests("cat a", "dog c"));
  });

  test("a damaged object is never sent; it is quarantined and named, the others travel", async () => {
    const { repo, store } = await dataProject(images, ["images"]);
    damageObject(repo.path(".mlx/cache"), "cat b");
    const { code, stderr } = await mlx(repo, "data push");
    expect(code).toBe(3);
    expect(stderr).toContain("images/cats/b.txt");
    expect(stderr).toContain("damaged");
    expect(objectsIn(store)).toEqual(digests("cat a", "dog c"));
    expect(quarantined(repo)).toEqual(digests("cat b"));
    await must(repo, "data add images");
    await must(repo, "data push");
    expect(objectsIn(store)).toEqual(digests("cat a", "cat b", "dog c"));
  });

  test("--jobs takes a count, and refuses what is none", async () => {
    const { repo } = await dataProject(images, ["images"]);
    expect((await mlx(repo, "data push --jobs 2")).code).toBe(0);
    for (const jobs of ["0", "x", "2.5"]) expect((await mlx(repo, `data push --jobs ${jobs}`)).code).toBe(2);
  });

  test("a pointer that cannot be read stops it before anything travels", async () => {
    const { repo, store } = await dataProject(images, ["images"]);
    repo.write({ "broken.mlx": "mlx: 1\nkind: file\nsha256: nonsense\nsize: 1\n" });
    const { code, stderr } = await mlx(repo, "data push");
    expect(code).toBe(2);
    expect(stderr).toContain("broken.mlx:3:9");
    expect(objectsIn(store)).toEqual([]);
    expect((await mlx(repo, "data push images")).code).toBe(0);
  });
});

describe("a folder with lists of its own", () => {
  const files = { "big/a/1": "a one", "big/a/2": "a two", "big/b/3": "b three", "big/4": "four" };

  test("they travel too, and a fresh clone has nothing to push and says so", async () => {
    const { repo, store } = await dataProject(files, ["big"]);
    const lists = await asTree(repo, "big");
    expect([...lists.keys()].sort()).toEqual(["", "a", "b"]);
    expect((await mlx(repo, "data push --json")).json).toMatchObject({ uploaded: 7 });
    expect(objectsIn(store)).toEqual([...digests(...Object.values(files)), ...lists.values()].sort());
    const { code, json } = await mlx(repo.clone(), "data push --json");
    expect(json).toMatchObject({ uploaded: 0, present: 7, failed: [] });
    expect(code).toBe(0);
  });

  test("a list that is there implies nothing: what the store lacks of it is pushed, just that", async () => {
    const { repo, store } = await dataProject(files, ["big"]);
    await asTree(repo, "big");
    await must(repo, "data push");
    dropObject(store, "a two");
    const status = await mlx(repo.clone(), "data status --remote --json");
    expect(status.json["remote"]).toEqual([{ path: "big", state: "incomplete", missing: 1 }]);
    const pulled = await mlx(repo.clone(), "data pull");
    expect(pulled.code).toBe(3);
    expect(pulled.stderr).toContain("big/a/2");
    expect((await mlx(repo, "data push --json")).json).toMatchObject({ uploaded: 1, present: 6 });
    expect((await mlx(repo.clone(), "data pull")).code).toBe(0);
  });

  test("one that is damaged here is taken from the store", async () => {
    const { repo } = await dataProject(files, ["big"]);
    const lists = await asTree(repo, "big");
    await must(repo, "data push");
    damageObject(repo.path(".mlx/cache"), lists.get("a") ?? "");
    expect((await mlx(repo, "data push --json")).json).toMatchObject({ uploaded: 0, present: 7, failed: [] });
    expect(quarantined(repo)).toEqual([lists.get("a")]);
  });

  test("one that is nowhere is named, and what the others list travels", async () => {
    const { repo, store } = await dataProject(files, ["big"]);
    const lists = await asTree(repo, "big");
    dropObject(repo.path(".mlx/cache"), lists.get("a") ?? "");
    const { code, json, stderr } = await mlx(repo, "data push --json");
    expect(json).toMatchObject({ uploaded: 4, failed: [{ path: "big/a", sha256: lists.get("a") }] });
    expect(code).toBe(3);
    expect(stderr).toContain("big/a");
    expect(objectsIn(store)).toHaveLength(4);
  });

  test("more than 5,000 files are listed so by themselves", async () => {
    const { repo, store } = await dataProject({}, []);
    repo.write(manyFiles("many", 5_010, (index) => `file ${index}`));
    await must(repo, "data add many");
    repo.commit();
    expect(repo.read("many.mlx")).toContain("tree: ");
    expect((await mlx(repo, "data push --json")).json).toMatchObject({ uploaded: 5_021 });
    const part = await mlx(repo.clone(), "data pull many/3 --json");
    expect(part.json).toMatchObject({ fetched: 501 + 2, written: 501 });
    expect(objectsIn(store)).toHaveLength(5_021);
  }, 180_000);
});

describe("the remote", () => {
  test("none is configured: exit 2 with the command that adds one", async () => {
    const repo = gitRepo({ a: "a" });
    await must(repo, "data add a");
    const { code, error } = await mlx(repo, "data push --json");
    expect(code).toBe(2);
    expect(error).toMatchObject({ code: "MLX_NO_REMOTE", message: "no remote is configured", exitCode: 2 });
    expect(error.hint).toContain("mlx remote add");
  });

  test("one that does not exist: exit 2 with what was meant", async () => {
    const { repo } = await dataProject({ a: "a" }, ["a"]);
    const { code, stderr } = await mlx(repo, "data push --remote orign");
    expect(code).toBe(2);
    expect(stderr).toMatch(/there is no remote .*orign/);
    expect(stderr).toContain("did you mean origin?");
  });

  test("another than the default one is used when named", async () => {
    const { repo, store } = await dataProject({ a: "a" }, ["a"]);
    const other = join(tempFolder(), "other");
    await must(repo, ["remote", "add", "backup", other]);
    await must(repo, "data push --remote backup");
    expect(objectsIn(other)).toEqual(digests("a"));
    expect(objectsIn(store)).toEqual([]);
  });

  test("a store that is not mounted is an error, not an empty store", async () => {
    const { repo, store } = await dataProject({ a: "a" }, ["a"], { push: true });
    rmSync(join(store, ".."), { recursive: true });
    for (const command of ["data push", "data fetch", "data pull", "data status --remote"]) {
      const { code, stderr } = await mlx(repo, command);
      expect(code).toBe(3);
      expect(stderr).toContain("there is no folder");
    }
  });

  test("a store of a newer format is refused", async () => {
    const { repo, store } = await dataProject({ a: "a" }, ["a"], { push: true });
    repo.at(store).write({ "mlx-store.json": '{"layout":"packs","mlx":"store","version":2}' });
    const { code, stderr } = await mlx(repo, "data pull");
    expect(code).toBe(3);
    expect(stderr).toContain("update mlx");
  });

  test("a bare clone pushes what its branches need from a cache of its own", async () => {
    const { repo, store } = await dataProject({ a: "a" }, ["a"], { push: true });
    const bare = repo.clone("--bare");
    expect((await mlx(bare, "data fetch --all-branches --json")).json).toMatchObject({ fetched: 1 });
    rmSync(objectFile(store, "a"));
    expect((await mlx(bare, "data push --rev main --json")).json).toMatchObject({ uploaded: 1 });
    const { code, stderr } = await mlx(bare, "data push");
    expect(code).toBe(2);
    expect(stderr).toContain("bare repository");
  });
});

describe("status --remote", () => {
  test("tells for each path whether it is complete, incomplete or absent, and what to do", async () => {
    const { repo, store } = await dataProject({ ...images, x: "x", y: "y" }, ["images", "x", "y"]);
    await must(repo, "data push images x");
    dropObject(store, "cat a");
    const { code, json } = await mlx(repo, "data status --remote --json");
    expect(code).toBe(0);
    expect(json).toMatchObject({
      clean: true,
      remote: [
        { path: "images", state: "incomplete", missing: 1 },
        { path: "x", state: "complete", missing: 0 },
        { path: "y", state: "absent", missing: 1 },
      ],
    });
    const { stdout, stderr } = await mlx(repo, "data status --remote origin");
    expect(stdout).toContain("y  not pushed on origin");
    expect(stderr).toContain("mlx data push");
  });

  test("lists that neither the cache nor the store has make it incomplete, never complete", async () => {
    const { repo, store } = await dataProject(images, ["images"]);
    const lists = await asTree(repo, "images");
    await must(repo, "data push");
    dropObject(store, lists.get("cats") ?? "");
    const { json } = await mlx(repo.clone(), "data status --remote --json");
    expect(json["remote"]).toEqual([{ path: "images", state: "incomplete", missing: 1 }]);
  });
});

test("a part of a tracked folder in which there is nothing exits 2", async () => {
  const { repo } = await dataProject(images, ["images"], { push: true });
  await asTree(repo, "images");
  for (const command of ["push", "fetch", "pull"]) {
    const { code, stderr } = await mlx(repo, `data ${command} images/cats images/cows`);
    expect(code).toBe(2);
    expect(stderr).toContain("images/cows is not tracked");
  }
});
