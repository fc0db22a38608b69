import { expect, test } from "vitest";
import { sha256Of } from "../../src/core/sha256.js";
import {
  asTree,
  cachedObjects,
  damageObject,
  dataProject,
  digests,
  dropObject,
  must,
  objectsIn,
  quarantined,
} from "../support/data-project.js";
import { mlx } from "../support/mlx.js";

const files = { "d/a": "file a", "d/b": "file b", x: "file x" };

test("an intact cache passes", async () => {
  const { repo } = await dataProject(files, ["d", "x"]);
  const { code, json } = await mlx(repo, "data verify --json");
  expect(code).toBe(0);
  expect(json).toMatchObject({ where: "the cache", checked: 3, ok: true, damaged: [], notCached: 0 });
});

test("a damaged object is named and quarantined, exit 1; without --repair it stays away", async () => {
  const { repo } = await dataProject(files, ["d", "x"]);
  damageObject(repo.path(".mlx/cache"), "file b");
  const { code, stdout, stderr } = await mlx(repo, "data verify");
  expect(code).toBe(1);
  expect(stdout).toContain("corrupt d/b");
  expect(stdout).toContain(".mlx/quarantine");
  expect(stderr).toContain("mlx data verify --repair");
  expect(quarantined(repo)).toEqual(digests("file b"));
  expect(cachedObjects(repo)).toEqual(digests("file a", "file x"));
});

test("--repair takes the bytes from the working tree, and still exits 1", async () => {
  const { repo } = await dataProject(files, ["d", "x"]);
  damageObject(repo.path(".mlx/cache"), "file b");
  const { code, json } = await mlx(repo, "data verify --repair --json");
  expect(code).toBe(1);
  expect(json).toMatchObject({
    ok: false,
    repaired: 1,
    damaged: [{ path: "d/b", problem: "corrupt", repaired: "from the working tree" }],
  });
  expect(cachedObjects(repo)).toEqual(digests(...Object.values(files)));
  expect((await mlx(repo, "data verify")).code).toBe(0);
});

test("--repair finds the bytes in any file that has them", async () => {
  const { repo } = await dataProject({ "d/a": "same", "d/b": "same" }, ["d"]);
  damageObject(repo.path(".mlx/cache"), "same");
  repo.write({ "d/a": "changed" });
  const { json } = await mlx(repo, "data verify --repair --json");
  expect(json).toMatchObject({ repaired: 1, damaged: [{ repaired: "from the working tree" }] });
});

test("--repair takes the bytes from the remote where the file was changed", async () => {
  const { repo } = await dataProject(files, ["d", "x"], { push: true });
  damageObject(repo.path(".mlx/cache"), "file b");
  repo.write({ "d/b": "my new b" });
  const { code, stdout } = await mlx(repo, "data verify --repair");
  expect(code).toBe(1);
  expect(stdout).toContain("repaired d/b");
  expect(stdout).toContain("from the remote origin");
  expect(repo.read("d/b")).toBe("my new b");
  expect((await mlx(repo, "data verify")).code).toBe(0);
});

test("what no place has is told, and stays in quarantine", async () => {
  const { repo } = await dataProject(files, ["d", "x"]);
  damageObject(repo.path(".mlx/cache"), "file b");
  repo.remove("d/b");
  const { code, stderr } = await mlx(repo, "data verify --repair");
  expect(code).toBe(1);
  expect(stderr).toContain("nothing could be repaired from the remote: there is no folder");
  expect(stderr).toContain("no intact copy");
  await must(repo, "data push x");
  const again = await mlx(repo, "data verify --repair --json");
  expect(again.code).toBe(0);
  expect(again.json).toMatchObject({ notCached: 1 });
  expect(quarantined(repo)).toEqual(digests("file b"));
});

test("a damaged list of files counts as damage, and is mended from the remote", async () => {
  const { repo } = await dataProject(files, ["d", "x"]);
  const lists = await asTree(repo, "d");
  await must(repo, "data push");
  damageObject(repo.path(".mlx/cache"), lists.get("") ?? "");
  const found = await mlx(repo, "data verify --json");
  expect(found.code).toBe(1);
  expect(found.json).toMatchObject({ damaged: [{ sha256: lists.get(""), path: "d", problem: "corrupt" }] });
  const clone = repo.clone();
  await must(clone, "data fetch");
  damageObject(clone.path(".mlx/cache"), lists.get("") ?? "");
  const mended = await mlx(clone, "data verify --repair --json");
  expect(mended.code).toBe(1);
  expect(mended.json).toMatchObject({ repaired: 1, damaged: [{ repaired: "from the remote origin" }] });
  expect((await mlx(clone, "data verify")).code).toBe(0);
});

test("paths limit it", async () => {
  const { repo } = await dataProject(files, ["d", "x"]);
  damageObject(repo.path(".mlx/cache"), "file b");
  expect((await mlx(repo, "data verify x d/a --json")).json).toMatchObject({ checked: 2, ok: true });
  expect((await mlx(repo, "data verify d")).code).toBe(1);
});

test("what was never fetched is no damage", async () => {
  const { repo } = await dataProject(files, ["d", "x"], { push: true });
  const clone = repo.clone();
  const { code, json, stderr } = await mlx(clone, "data verify --json");
  expect(code).toBe(0);
  expect(json).toMatchObject({ checked: 0, notCached: 3, ok: true });
  expect(stderr).toBe("");
});

test("--remote reads every object back and finds the missing and the damaged", async () => {
  const { repo, store } = await dataProject(files, ["d", "x"], { push: true });
  expect((await mlx(repo, "data verify --remote --json")).json).toMatchObject({ checked: 3, ok: true });
  damageObject(store, "file a");
  dropObject(store, "file x");
  const { code, json } = await mlx(repo, "data verify --remote origin --json");
  expect(code).toBe(1);
  expect(json["damaged"]).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ path: "d/a", problem: "corrupt", sha256: sha256Of("file a") }),
      expect.objectContaining({ path: "x", problem: "missing", sha256: sha256Of("file x") }),
    ]),
  );
});

test("--remote --repair writes them again from the local copy, of the cache or the working tree", async () => {
  const { repo, store } = await dataProject(files, ["d", "x"], { push: true });
  damageObject(store, "file a");
  dropObject(store, "file x");
  dropObject(repo.path(".mlx/cache"), "file x");
  const { code, json } = await mlx(repo, "data verify --remote --repair --json");
  expect(code).toBe(1);
  expect(json).toMatchObject({ repaired: 2 });
  expect(objectsIn(store)).toEqual(digests(...Object.values(files)));
  expect((await mlx(repo, "data verify --remote")).code).toBe(0);
});

test("--remote finds a missing list of files, not only missing files", async () => {
  const { repo, store } = await dataProject({ "d/a/1": "one", "d/b/2": "two" }, ["d"]);
  const lists = await asTree(repo, "d");
  await must(repo, "data push");
  dropObject(store, lists.get("b") ?? "");
  const { code, json } = await mlx(repo.clone(), "data verify --remote --json");
  expect(code).toBe(1);
  expect(json).toMatchObject({ damaged: [{ path: "d/b", problem: "missing", sha256: lists.get("b") }] });
  const mended = await mlx(repo, "data verify --remote --repair --json");
  expect(mended.json).toMatchObject({ repaired: 1 });
  expect((await mlx(repo.clone(), "data pull")).code).toBe(0);
});
