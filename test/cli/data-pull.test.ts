import { chmodSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sha256Of } from "../../src/core/sha256.js";
import {
  asTree,
  cachedObjects,
  damageObject,
  dataProject,
  digests,
  dropObject,
  must,
  objectFile,
  objectsIn,
  quarantined,
} from "../support/data-project.js";
import { mlx } from "../support/mlx.js";

const images = { "images/cats/a.txt": "cat a", "images/cats/b.txt": "cat b", "images/dogs/c.txt": "dog c" };

describe("pull in a fresh clone", () => {
  test("brings all data without init, and counts it", async () => {
    const { repo } = await dataProject({ ...images, "x.bin": "x" }, ["images", "x.bin"], { push: true });
    const clone = repo.clone();
    const { code, json } = await mlx(clone, "data pull --json");
    expect(json).toMatchObject({
      remote: "origin",
      fetched: 4,
      present: 0,
      written: 4,
      kept: [],
      failed: [],
    });
    expect(code).toBe(0);
    expect(clone.read("images/cats/b.txt")).toBe("cat b");
    expect(clone.git("status", "--short")).toBe("");
    expect((await mlx(clone, "data status --check")).code).toBe(0);
    const again = await mlx(clone, "data pull");
    expect(again.stdout).toContain("2 tracked paths, each as its pointer says");
  });

  test("a part of a tracked folder moves nothing else", async () => {
    const { repo } = await dataProject(images, ["images"], { push: true });
    const clone = repo.clone();
    await must(clone, "data pull images/cats");
    expect(cachedObjects(clone)).toEqual(digests("cat a", "cat b"));
    expect(clone.exists("images/cats/a.txt")).toBe(true);
    expect(clone.exists("images/dogs")).toBe(false);
  });

  test("a part of a folder with lists of its own brings the lists on the way alone", async () => {
    const { repo } = await dataProject(images, ["images"]);
    const lists = await asTree(repo, "images");
    await must(repo, "data push");
    const clone = repo.clone();
    await must(clone, "data pull images/cats/a.txt");
    const way = [lists.get(""), lists.get("cats"), sha256Of("cat a")];
    expect(cachedObjects(clone)).toEqual(way.map(String).sort());
    await must(clone, "data pull");
    expect(clone.read("images/dogs/c.txt")).toBe("dog c");
  });

  test("fetch fills the cache and leaves the working tree alone; checkout then needs no remote", async () => {
    const { repo, store } = await dataProject(images, ["images"], { push: true });
    const clone = repo.clone();
    const { json, code } = await mlx(clone, "data fetch --json");
    expect(json).toMatchObject({ fetched: 3, present: 0, bytes: 15, failed: [] });
    expect(code).toBe(0);
    expect(clone.exists("images")).toBe(false);
    rmSync(store, { recursive: true });
    await must(clone, "data checkout");
    expect(clone.read("images/dogs/c.txt")).toBe("dog c");
  });

  test("a dry run moves nothing", async () => {
    const { repo } = await dataProject(images, ["images"], { push: true });
    const clone = repo.clone();
    const { stdout } = await mlx(clone, "data pull --dry-run");
    expect(stdout).toContain("would fetch 3 objects (15 B) from origin");
    expect(cachedObjects(clone)).toEqual([]);
    expect(clone.exists("images")).toBe(false);
  });

  test("--rev, --all-branches and --all-tags fill the cache with what those commits need", async () => {
    const { repo } = await dataProject({ x: "one" }, ["x"], { push: true });
    repo.git("tag", "v1");
    repo.git("switch", "--quiet", "--create", "side");
    repo.write({ x: "two" });
    await must(repo, "data add x");
    repo.commit();
    await must(repo, "data push");
    repo.git("switch", "--quiet", "main");
    repo.write({ x: "three" });
    await must(repo, "data add x");
    repo.commit();
    await must(repo, "data push");
    const clone = repo.clone();
    await must(clone, "data pull --rev v1");
    expect(cachedObjects(clone)).toEqual(digests("one"));
    expect(clone.exists("x")).toBe(false);
    await must(clone, "data fetch --all-tags --rev origin/side");
    expect(cachedObjects(clone)).toEqual(digests("one", "two"));
    await must(clone, "data fetch --all-branches");
    expect(cachedObjects(clone)).toEqual(digests("one", "two", "three"));
  });

  test("works in a shallow clone and on a detached HEAD", async () => {
    const { repo } = await dataProject(images, ["images"], { push: true });
    const clone = repo.clone("--depth", "1");
    clone.git("checkout", "--quiet", "--detach");
    await must(clone, "data pull");
    expect(clone.read("images/cats/a.txt")).toBe("cat a");
  });
});

describe("what is missing or damaged", () => {
  test("an object that the store lacks is named, the others arrive, exit 3", async () => {
    const { repo, store } = await dataProject(images, ["images"], { push: true });
    dropObject(store, "cat b");
    const clone = repo.clone();
    const { code, json, error } = await mlx(clone, "data pull --json");
    expect(code).toBe(3);
    expect(json["failed"]).toMatchObject([{ path: "images/cats/b.txt", sha256: sha256Of("cat b") }]);
    expect(json["failed"]).toHaveLength(1);
    expect(error.message).toContain("images/cats/b.txt");
    expect(error.message).toContain("does not hold");
    expect(clone.read("images/cats/a.txt")).toBe("cat a");
    expect(clone.exists("images/cats/b.txt")).toBe(false);
    const status = await mlx(repo, "data status --remote --json");
    expect(status.json["remote"]).toEqual([{ path: "images", state: "incomplete", missing: 1 }]);
  });

  test("a damaged object is refused on arrival: nothing of it is cached or put in place", async () => {
    const { repo, store } = await dataProject(images, ["images"], { push: true });
    damageObject(store, "cat b");
    const clone = repo.clone();
    const { code, stderr } = await mlx(clone, "data pull");
    expect(code).toBe(3);
    expect(stderr).toContain("images/cats/b.txt");
    expect(stderr).toContain("holds other bytes");
    expect(clone.exists("images/cats/b.txt")).toBe(false);
    expect(cachedObjects(clone)).toEqual(digests("cat a", "dog c"));
  });

  test("a list of files that the store lacks is named; the folders that others list arrive", async () => {
    const { repo, store } = await dataProject(images, ["images"]);
    const lists = await asTree(repo, "images");
    await must(repo, "data push");
    dropObject(store, lists.get("dogs") ?? "");
    const clone = repo.clone();
    const { code, stderr } = await mlx(clone, "data pull");
    expect(code).toBe(3);
    expect(stderr).toContain("images/dogs");
    expect(cachedObjects(clone)).toContain(String(sha256Of("cat a")));
    expect((await mlx(clone, "data pull images/cats")).code).toBe(0);
    expect(clone.read("images/cats/a.txt")).toBe("cat a");
  });

  test("a cached object that was cut short is quarantined and fetched anew", async () => {
    const { repo } = await dataProject(images, ["images"], { push: true });
    const clone = repo.clone();
    await must(clone, "data fetch");
    const file = objectFile(clone.path(".mlx/cache"), "cat a");
    chmodSync(file, 0o644);
    truncateSync(file, 2);
    await must(clone, "data pull");
    expect(clone.read("images/cats/a.txt")).toBe("cat a");
    expect(quarantined(clone)).toEqual(digests("cat a"));
    expect(readFileSync(file, "utf8")).toBe("cat a");
  });

  test("a cached object with changed bytes is quarantined, never put in place; the next pull mends it", async () => {
    const { repo } = await dataProject(images, ["images"], { push: true });
    const clone = repo.clone();
    await must(clone, "data fetch");
    damageObject(clone.path(".mlx/cache"), "cat a");
    const { code, stderr } = await mlx(clone, "data pull");
    expect(code).toBe(3);
    expect(stderr).toContain("images/cats/a.txt");
    expect(clone.exists("images/cats/a.txt")).toBe(false);
    expect(quarantined(clone)).toEqual(digests("cat a"));
    await must(clone, "data pull");
    expect(clone.read("images/cats/a.txt")).toBe("cat a");
  });

  test("unsaved changes stay, are named, exit 3; --force lets them go", async () => {
    const { repo } = await dataProject(images, ["images"], { push: true });
    const clone = repo.clone();
    await must(clone, "data pull");
    repo.write({ "images/cats/a.txt": "cat a, better" });
    await must(repo, "data add images");
    repo.commit();
    await must(repo, "data push");
    clone.git("pull", "--quiet");
    clone.write({ "images/cats/a.txt": "my own cat" });
    const { code, error, json } = await mlx(clone, "data pull --json");
    expect(code).toBe(3);
    expect(error.code).toBe("MLX_UNSAVED_CHANGES");
    expect(json["kept"]).toMatchObject([{ path: "images/cats/a.txt" }]);
    expect(clone.read("images/cats/a.txt")).toBe("my own cat");
    await must(clone, "data pull --force");
    expect(clone.read("images/cats/a.txt")).toBe("cat a, better");
  });
});

test("objects are what git-lfs would call them: the digest of the whole file", async () => {
  const { store } = await dataProject(images, ["images"], { push: true });
  expect(objectsIn(store)).toEqual(digests(...Object.values(images)));
});
