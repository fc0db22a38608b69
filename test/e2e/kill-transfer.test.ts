import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { cachedObjects, dataProject, digests, must, objectFile, objectsIn } from "../support/data-project.js";
import { mlx, mlxBinary } from "../support/mlx.js";
import type { TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

const hook = fileURLToPath(new URL("../support/kill-at.mjs", import.meta.url));
const files = { "d/a": "file a", "d/sub/b": "file b", x: "x".repeat(100_000) };

/**
 * Runs a command again and again, each time killed one step later, until it gets through.
 * @param prepare makes a fresh repository for each run. @param check what must hold after each kill, before the rerun.
 * @returns how many times it was killed.
 */
async function killAtEveryStep(
  command: string,
  prepare: () => Promise<TestRepo>,
  check: (repo: TestRepo) => Promise<void>,
): Promise<number> {
  for (let step = 1; ; step++) {
    const repo = await prepare();
    const counter = join(tempFolder(), "steps");
    const env = { MLX_TEST_STEPS: counter, MLX_TEST_KILL_AT: String(step) };
    const { code } = await mlxBinary(repo, command, { env, nodeArguments: ["--import", hook] });
    if (code !== -1) {
      expect(code).toBe(0);
      expect(statSync(counter).size).toBeLessThan(step);
      return step - 1;
    }
    await check(repo);
  }
}

test("pull is killed at every step: nothing wrong is ever in place, a rerun completes it", async () => {
  const { repo } = await dataProject(files, ["d", "x"], { push: true });
  const kills = await killAtEveryStep(
    "data pull",
    async () => repo.clone(),
    async (clone) => {
      for (const [path, text] of Object.entries(files))
        if (clone.exists(path)) expect(clone.read(path)).toBe(text);
      expect((await mlx(clone, "data verify")).code).toBe(0);
      await must(clone, "data pull");
      for (const [path, text] of Object.entries(files)) expect(clone.read(path)).toBe(text);
      expect((await mlx(clone, "data status --check")).code).toBe(0);
      expect(clone.git("status", "--short")).toBe("");
      clone.remove(".");
    },
  );
  expect(kills).toBeGreaterThan(10);
}, 600_000);

test("pull over older data is killed at every step: a file is the old one or the new one", async () => {
  const { repo } = await dataProject(files, ["d", "x"], { push: true });
  const before = repo.clone();
  await must(before, "data pull");
  const changed = { "d/a": "another a", x: "y".repeat(90_000) };
  repo.write(changed);
  await must(repo, "data add d x");
  repo.commit();
  await must(repo, "data push");
  const after: Record<string, string> = { ...files, ...changed };
  const kills = await killAtEveryStep(
    "data pull",
    async () => {
      const copy = before.at(join(tempFolder(), "copy"));
      before.git("clone", "--quiet", repo.root, copy.root);
      copy.git("checkout", "--quiet", "HEAD~1");
      await must(copy, "data pull");
      copy.git("checkout", "--quiet", "main");
      return copy;
    },
    async (copy) => {
      for (const [path, text] of Object.entries(files)) {
        if (copy.exists(path)) expect([text, after[path]]).toContain(copy.read(path));
        expect(objectsIn(copy.path(".mlx/cache"))).toContain(digests(text)[0]);
      }
      await must(copy, "data pull");
      for (const [path, text] of Object.entries(after)) expect(copy.read(path)).toBe(text);
      copy.remove(".");
    },
  );
  expect(kills).toBeGreaterThan(10);
}, 600_000);

test("push is killed at every step: what the store shows is whole, a rerun completes it", async () => {
  const { repo, store } = await dataProject(files, ["d", "x"]);
  const kills = await killAtEveryStep(
    "data push",
    async () => {
      rmSync(store, { recursive: true, force: true });
      return repo;
    },
    async () => {
      const expected = digests(...Object.values(files));
      for (const sha256 of objectsIn(store).filter((name) => !name.includes(".")))
        expect(expected).toContain(sha256);
      for (const text of Object.values(files)) {
        const stat = statSync(objectFile(store, text), { throwIfNoEntry: false });
        if (stat) expect(stat.size).toBe(text.length);
      }
      await must(repo, "data push");
      expect((await mlx(repo, "data verify --remote")).code).toBe(0);
    },
  );
  expect(kills).toBeGreaterThan(5);
  expect(cachedObjects(repo)).toEqual(digests(...Object.values(files)));
}, 600_000);

test("gc is killed at every step: what is needed stays, a rerun completes it", async () => {
  const kills = await killAtEveryStep(
    "data gc --apply",
    async () => {
      const { repo } = await dataProject({ x: "kept" }, ["x"]);
      for (const text of ["dropped one", "dropped two", "kept"]) {
        repo.write({ x: text });
        await must(repo, "data add x");
      }
      return repo;
    },
    async (repo) => {
      expect(cachedObjects(repo)).toContain(digests("kept")[0]);
      expect((await mlx(repo, "data status --check")).code).toBe(0);
      await must(repo, "data gc --apply");
      expect(cachedObjects(repo)).toEqual(digests("kept"));
      repo.remove(".");
    },
  );
  expect(kills).toBeGreaterThan(2);
}, 600_000);

test("eight pulls and eight adds at once, on one cache that they share, all succeed", async () => {
  const cache = join(tempFolder(), "shared");
  const { repo } = await dataProject(files, ["d", "x"], { push: true });
  repo.write({ "mlx.yaml": `${repo.read("mlx.yaml")}\ncache:\n  dir: ${JSON.stringify(cache)}\n` });
  repo.commit();
  const clones = Array.from({ length: 8 }, () => repo.clone());
  const adders = Array.from({ length: 8 }, (_, index) => {
    const adder = repo.clone();
    adder.write({ "new/common": "common", [`new/${index}`]: `of ${index}` });
    return adder;
  });
  const results = await Promise.all([
    ...clones.map((clone) => mlxBinary(clone, "data pull")),
    ...adders.map((adder) => mlxBinary(adder, "data add new")),
  ]);
  expect(results.map(({ code, stderr }) => (code === 0 ? "" : stderr))).toEqual(results.map(() => ""));
  for (const clone of clones) expect((await mlx(clone, "data status --check")).code).toBe(0);
  for (const clone of clones) expect(clone.read("x")).toBe(files.x);
  const own = Array.from({ length: 8 }, (_, index) => `of ${index}`);
  expect(objectsIn(cache)).toEqual(digests(...Object.values(files), "common", ...own));
  expect((await mlx(repo, "data verify")).code).toBe(0);
}, 120_000);

test("pulls and garbage collections at once wait for each other and lose nothing", async () => {
  const { repo } = await dataProject(files, ["d", "x"], { push: true });
  const clone = repo.clone();
  const side = clone.at(join(tempFolder(), "side"));
  clone.git("worktree", "add", "--quiet", "--detach", side.root);
  const results = await Promise.all([
    mlxBinary(clone, "data pull"),
    mlxBinary(clone, "data gc --apply"),
    mlxBinary(side, "data pull"),
    mlxBinary(side, "data gc --apply"),
  ]);
  expect(results.map(({ code, stderr }) => (code === 0 ? "" : stderr))).toEqual(["", "", "", ""]);
  for (const place of [clone, side]) expect((await mlx(place, "data status --check")).code).toBe(0);
  expect(cachedObjects(clone)).toEqual(digests(...Object.values(files)));
}, 120_000);
