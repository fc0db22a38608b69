import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import {
  cachedObjects,
  damageObject,
  dataProject,
  digests,
  dropObject,
  must,
  objectFile,
  objectsIn,
} from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { addRun, withLedger } from "../support/run-ledger.js";
import { tempFolder } from "../support/temp-folder.js";

/** A tracked file, pushed, and two runs with an artifact each of which one is soft-deleted. */
async function project(): Promise<{ repo: TestRepo; store: string }> {
  const { repo, store } = await dataProject({ x: "data" }, ["x"], { push: true });
  await addRun(repo, { name: "kept", artifacts: { "outputs/model.bin": "weights" } });
  await addRun(repo, { name: "deleted", artifacts: { m: "old weights" } });
  await must(repo, "runs rm deleted");
  return { repo, store };
}

describe("data push, fetch and pull", () => {
  test("push sends the artifacts of live runs that have ended, and counts them", async () => {
    const { repo, store } = await project();
    await addRun(repo, { name: "still", artifacts: { m: "half-trained" }, running: true });
    expect((await mlx(repo, "data push --dry-run --json")).json).toMatchObject({ uploaded: 1, bytes: 7 });
    expect((await mlx(repo, "data push --json")).json).toMatchObject({
      uploaded: 1,
      present: 1,
      bytes: 7,
      failed: [],
    });
    expect(objectsIn(store)).toEqual(digests("data", "weights"));
  });

  test("with paths or revisions it is about pointers alone", async () => {
    const { repo, store } = await project();
    await must(repo, "data push x");
    await must(repo, "data push --rev HEAD");
    expect(objectsIn(store)).toEqual(digests("data"));
  });

  test("runs.artifacts: shared leaves the artifacts of unshared runs here", async () => {
    const { repo, store } = await project();
    const env = { MLX_RUNS_ARTIFACTS: "shared" };
    await must(repo, "data push", { env });
    expect(objectsIn(store)).toEqual(digests("data"));
    await must(repo, "runs push --no-artifacts kept");
    await must(repo, "data push", { env });
    expect(objectsIn(store)).toEqual(digests("data", "weights"));
  });

  test("a damaged artifact is named by its run and path", async () => {
    const { repo } = await project();
    damageObject(repo.path(".mlx/cache"), "weights");
    const { code, json } = await mlx(repo, "data push --json");
    expect(code).toBe(3);
    expect(json["failed"]).toEqual([
      expect.objectContaining({ path: expect.stringMatching(/^run [0-9A-Z]{8} outputs\/model\.bin$/) }),
    ]);
  });

  test("fetch and pull bring the artifacts of pulled runs; those that the remote lacks are a remark", async () => {
    const { repo, store } = await project();
    await must(repo, "runs push");
    const clone = gitRepo();
    await must(clone, ["remote", "add", "origin", store]);
    await must(clone, "runs pull");
    expect((await mlx(clone, "data fetch --dry-run --json")).json).toMatchObject({ fetched: 1, bytes: 7 });
    expect((await mlx(clone, "data pull --json")).json).toMatchObject({ fetched: 1 });
    expect(cachedObjects(clone)).toEqual(digests("weights"));
    dropObject(clone.path(".mlx/cache"), "weights");
    dropObject(store, "weights");
    const { code, stderr } = await mlx(clone, "data fetch");
    expect(code).toBe(0);
    expect(stderr).toMatch(/run [0-9A-Z]{8} outputs\/model\.bin: not on origin/);
  });

  test("no ledger is made where there is none", async () => {
    const { repo } = await dataProject({ x: "data" }, ["x"]);
    for (const command of [
      "data push",
      "data fetch",
      "data pull",
      "data verify",
      "data gc",
      "data gc --remote",
    ])
      await must(repo, command);
    expect(repo.exists(".mlx/ledger.db")).toBe(false);
  });

  test("a ledger that cannot be read does not keep data from travelling", async () => {
    const { repo, store } = await dataProject({ x: "data" }, ["x"]);
    writeFileSync(
      repo.path(".mlx/ledger.db"),
      "this is no database, and it is longer than a header of SQLite would be, by far.",
    );
    const { code, stderr } = await mlx(repo, "data push");
    expect(code).toBe(0);
    expect(stderr).toContain("the files of recorded runs are left out");
    expect(objectsIn(store)).toEqual(digests("data"));
  });
});

describe("data verify", () => {
  test("names a damaged artifact in the cache, and mends it from the remote", async () => {
    const { repo } = await project();
    await must(repo, "data push");
    damageObject(repo.path(".mlx/cache"), "weights");
    const { code, json } = await mlx(repo, "data verify --repair --json");
    expect(code).toBe(1);
    expect(json).toMatchObject({
      damaged: [{ path: expect.stringContaining("outputs/model.bin"), repaired: "from the remote origin" }],
    });
    expect((await mlx(repo, "data verify --json")).json).toMatchObject({ ok: true, notCached: 0 });
  });

  test("--remote reads the artifacts of shared runs back", async () => {
    const { repo, store } = await project();
    await must(repo, "runs push");
    expect((await mlx(repo, "data verify --remote --json")).json).toMatchObject({ checked: 2, ok: true });
    damageObject(store, "weights");
    const { code, json } = await mlx(repo, "data verify --remote --repair --json");
    expect(code).toBe(1);
    expect(json).toMatchObject({
      damaged: [{ path: expect.stringContaining("outputs/model.bin"), repaired: "from the local copy" }],
    });
  });
});

describe("data gc", () => {
  test("keeps what any run names, deleted ones until they are purged", async () => {
    const { repo } = await project();
    await must(repo, "data gc --apply");
    expect(cachedObjects(repo)).toEqual(digests("data", "weights", "old weights"));
    await withLedger(repo, (ledger) =>
      ledger.purge(ledger.search({ view: "deleted" }).runs.map(({ id }) => id)),
    );
    await must(repo, "data gc --apply");
    expect(cachedObjects(repo)).toEqual(digests("data", "weights"));
  });

  test("asks the ledgers of all repositories that share a cache, and of all worktrees", async () => {
    const shared = join(tempFolder(), "shared");
    const env = { MLX_CACHE_DIR: shared };
    const [one, two] = [gitRepo({ x: "one" }), gitRepo({ y: "two" })];
    await must(one, "data add x", { env });
    await must(two, "data add y", { env });
    const source = gitRepo();
    await addRun(source, { artifacts: { m: "weights" } });
    await must(source, "runs export --all --artifacts");
    await must(two, ["runs", "import", source.path("runs.mlxruns")], { env });
    await must(one, "data gc --apply", { env });
    two.commit("pointer");
    const linked = join(tempFolder(), "linked");
    two.git("worktree", "add", "--quiet", linked);
    await must(two.at(linked), "data gc --apply", { env });
    expect(objectsIn(shared)).toEqual(digests("one", "two", "weights"));
  });

  test("knows a repository that has only recorded runs into a shared cache", async () => {
    const shared = join(tempFolder(), "shared");
    const env = { MLX_CACHE_DIR: shared };
    const [tracking, recording] = [gitRepo({ x: "data" }), gitRepo({ "model.bin": "weights" })];
    await must(recording, ["run", "--no-log", "--output", "model.bin", "--", process.execPath, "-e", "0"], {
      env,
    });
    await must(tracking, "data add x", { env });
    await must(tracking, "data gc --apply", { env });
    expect(objectsIn(shared)).toEqual(digests("data", "weights"));
  });

  test("refuses where a ledger cannot be read", async () => {
    const { repo } = await dataProject({ x: "data" }, ["x"]);
    writeFileSync(
      repo.path(".mlx/ledger.db"),
      "this is no database, and it is longer than a header of SQLite would be, by far.",
    );
    for (const command of ["data gc --json", "data gc --remote --json"]) {
      await must(repo, "data push");
      const { error } = await mlx(repo, command);
      expect(error).toMatchObject({
        code: "MLX_GC_REFUSED",
        exitCode: 3,
        message: expect.stringContaining("ledger.db"),
      });
    }
  });

  test("--remote keeps the objects of runs that are recorded there, and refuses at a record that it cannot read", async () => {
    const { repo, store } = await project();
    await must(repo, "runs push");
    writeFileSync(objectFile(store, "data"), "data");
    const other = gitRepo({ z: "other" });
    await must(other, ["remote", "add", "origin", store]);
    await must(other, "data add z");
    await must(other, "data push");
    const week = 8 * 86_400_000;
    const old = new Date(Date.now() - week);
    for (const text of ["data", "weights", "other"]) utimesSync(objectFile(store, text), old, old);
    const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now() - 1000);
    await must(other, "data gc --remote --apply");
    clock.mockReturnValue(Date.now() + week);
    await must(other, "data gc --remote --apply");
    clock.mockRestore();
    expect(objectsIn(store)).toEqual(digests("weights", "other"));
    writeFileSync(join(store, "runs", "01K8ZZZZZZ0123456789ABCDEF.json"), "not a record");
    await must(other, "data gc --remote");
    const [id = ""] = readdirSync(join(store, "runs")).filter((name) => !name.endsWith(".json"));
    const [file = ""] = readdirSync(join(store, "runs", id));
    writeFileSync(join(store, "runs", id, file), "{}");
    const { error } = await mlx(other, "data gc --remote --json");
    expect(error).toMatchObject({ code: "MLX_GC_REFUSED", message: expect.stringContaining(`runs/${id}/`) });
  });
});
