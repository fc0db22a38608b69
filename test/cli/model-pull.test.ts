import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { damageObject, dropObject, must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { trainedProject, treesText } from "../support/model-project.js";
import type { TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

/** A committed registry whose bytes are in the store, with an executable file among them. */
async function pushed(): Promise<{ repo: TestRepo; store: string }> {
  const { repo, store } = await trainedProject();
  repo.write({
    "out/trees.txt": treesText(),
    "out/bin/serve": "#!/bin/sh\n",
    ".gitignore": "model.json\nout/\n",
  });
  chmodSync(repo.path("out/bin/serve"), 0o755);
  await must(repo, "model register penguins out -m first");
  repo.commit("register");
  await must(repo, "data push");
  return { repo, store };
}

test("a fresh shallow clone without tags writes the verified files under their names", async () => {
  const { repo } = await pushed();
  const clone = repo.clone("--depth", "1", "--no-tags");
  expect(await must(clone, "model pull penguins@1")).toBe("wrote penguins@1 to penguins-1: 2 files, 91 B\n");
  expect(clone.read("penguins-1/trees.txt")).toBe(treesText());
  expect(statSync(clone.path("penguins-1/bin/serve")).mode & 0o111).toBe(0o111);
  expect(readdirSync(clone.root).filter((name) => name.includes("tmp"))).toEqual([]);
});

test("also a bare one, and to any folder, from any folder of the repository", async () => {
  const { repo } = await pushed();
  const bare = repo.clone("--bare");
  const to = `${tempFolder()}/deep/er`;
  await must(bare, ["model", "pull", "penguins@1", "--to", to]);
  expect(readFileSync(`${to}/trees.txt`, "utf8")).toBe(treesText());
  await must(repo, "model pull penguins@1 --to here", { cwd: "data" });
  expect(repo.exists("data/here/trees.txt")).toBe(true);
});

test("what is pulled is a copy: to write to it does not reach the cache", async () => {
  const { repo } = await pushed();
  await must(repo, "model pull penguins@1 --to copy");
  writeFileSync(repo.path("copy/trees.txt"), "mine");
  await must(repo, "data verify");
});

describe("a folder that is there", () => {
  test("gets what it lacks; what equals the version stays, also what is no part of it", async () => {
    const { repo } = await pushed();
    await must(repo, "model pull penguins@1 --to m");
    repo.remove("m/bin");
    repo.write({ "m/mine.txt": "mine" });
    expect(await must(repo, "model pull penguins@1 --to m")).toContain("2 files, 91 B, 1 of them new");
    expect(await must(repo, "model pull penguins@1 --to m")).toBe(
      "m holds penguins@1 already: 2 files, 91 B\n",
    );
    expect(repo.read("m/mine.txt")).toBe("mine");
  });

  test("with other bytes under a name is refused, named, and nothing is written", async () => {
    const { repo } = await pushed();
    repo.write({ "m/trees.txt": "mine" });
    const { code, error } = await mlx(repo, "model pull penguins@1 --to m --json");
    expect([code, error.code]).toEqual([2, "MLX_DESTINATION_EXISTS"]);
    expect(error.message).toContain("trees.txt");
    expect(readdirSync(repo.path("m"))).toEqual(["trees.txt"]);
    expect(repo.read("m/trees.txt")).toBe("mine");
    repo.write({ file: "x" });
    expect((await mlx(repo, "model pull penguins@1 --to file --json")).error.code).toBe(
      "MLX_DESTINATION_EXISTS",
    );
  });
});

describe("bytes", () => {
  test("that are flipped in the store are named with file and digest; nothing is written", async () => {
    const { repo, store } = await pushed();
    const clone = repo.clone("--depth", "1");
    damageObject(store, treesText());
    const { code, error } = await mlx(clone, "model pull penguins@1 --json");
    expect([code, error.code]).toEqual([3, "MLX_TRANSFER_INCOMPLETE"]);
    expect(error.message).toMatch(/trees\.txt \(sha256 [0-9a-f]{12}…\)/);
    expect(clone.exists("penguins-1")).toBe(false);
    expect(readdirSync(clone.root).filter((name) => name.includes("penguins"))).toEqual([]);
  });

  test("that are damaged in the cache are fetched anew", async () => {
    const { repo } = await pushed();
    damageObject(repo.path(".mlx/cache"), treesText());
    await must(repo, "model pull penguins@1 --to m");
    expect(repo.read("m/trees.txt")).toBe(treesText());
  });

  test("that nobody pushed, or for which there is no store, are told", async () => {
    const { repo, store } = await pushed();
    dropObject(store, treesText());
    dropObject(repo.path(".mlx/cache"), treesText());
    expect((await mlx(repo, "model pull penguins@1 --json")).error.code).toBe("MLX_TRANSFER_INCOMPLETE");
    await must(repo, "remote remove origin");
    const { code, error } = await mlx(repo, "model pull penguins@1 --json");
    expect([code, error.code, error.hint]).toEqual([
      3,
      "MLX_NOT_CACHED",
      expect.stringContaining("mlx remote add"),
    ]);
  });
});

test("--dry-run says what would be written, and fetches nothing", async () => {
  const { repo } = await pushed();
  const clone = repo.clone();
  expect(await must(clone, "model pull penguins@1 --dry-run")).toContain(
    "would write penguins@1 to penguins-1",
  );
  expect(clone.exists("penguins-1")).toBe(false);
  expect(clone.exists(".mlx/cache/objects")).toBe(false);
});

test("a name without a version, and JSON of what was written", async () => {
  const { repo } = await pushed();
  const { code, error } = await mlx(repo, "model pull penguins --json");
  expect([code, error.code, error.hint]).toEqual([2, "MLX_REFERENCE", expect.stringContaining("penguins@1")]);
  expect((await mlx(repo, "model pull penguins@1 --to m --json")).json).toMatchObject({
    ...{ name: "penguins", version: "1", alias: null, folder: repo.path("m"), written: 2, dryRun: false },
    files: [{ path: "bin/serve" }, { path: "trees.txt", size: 81 }],
  });
});
