import { cpSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { sha256Of } from "../../src/core/sha256.js";
import { killAtEveryStep, runFaulty } from "../support/every-step.js";
import { mlx, mlxBinary } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

// Every step is a process of its own, killed with SIGKILL at one change of the file system.
const longEnough = 600_000;
const large = "0123456789abcdef".repeat(80_000); // 1.28 MB: copied by the kernel beside the hash

/** A copy of a prepared repository, so that each step starts from the same state. */
function copyOf(repo: TestRepo): TestRepo {
  const root = join(tempFolder(), "project");
  mkdirSync(dirname(root), { recursive: true });
  cpSync(repo.root, root, { recursive: true, preserveTimestamps: true });
  return repo.at(root);
}

/** Every pointer that is there names objects that are there, whole. */
async function expectPointersBacked(repo: TestRepo, step: number): Promise<void> {
  const listed = await mlx(repo, "data ls --recursive --json");
  expect(listed.code, `step ${step}: ${listed.stderr}`).toBe(0);
  for (const { sha256 } of listed.json["entries"] as { sha256: string }[]) {
    const object = repo.path(".mlx/cache/objects/sha256", sha256.slice(0, 2), sha256.slice(2));
    expect(sha256Of(await readBytes(object)), `step ${step}`).toBe(sha256);
  }
}

async function readBytes(path: string): Promise<Buffer> {
  const { readFile } = await import("node:fs/promises");
  return readFile(path);
}

test(
  "add, killed at every step, loses no byte, and running it again completes it",
  async () => {
    const files = {
      "data/big.bin": large,
      "data/img/a.txt": "a",
      "data/img/b/c.txt": "c",
      "data/img/empty": "",
    };
    const prepared = gitRepo(files);
    const kills = await killAtEveryStep(
      async () => ({ repo: copyOf(prepared) }),
      "data add data/big.bin data/img",
      async ({ repo }, step) => {
        for (const [path, text] of Object.entries(files))
          expect(repo.read(path), `step ${step}: ${path}`).toBe(text);
        await expectPointersBacked(repo, step);
        const again = await mlxBinary(repo, "data add data/big.bin data/img");
        expect(again.code, `step ${step}: ${again.stderr}`).toBe(0);
        expect((await mlx(repo, "data status --check")).code, `step ${step}`).toBe(0);
        expect(
          repo.git("status", "--porcelain", "--untracked-files=all").split("\n"),
          `step ${step}`,
        ).toEqual(["?? data/.gitignore", "?? data/big.bin.mlx", "?? data/img.mlx"]);
      },
    );
    expect(kills).toBeGreaterThan(15);
  },
  longEnough,
);

test(
  "checkout, killed at every step, leaves each file old or new, and running it again completes it",
  async () => {
    const before = { "data/big.bin": large, "data/img/a.txt": "a1", "data/img/gone.txt": "gone" };
    const after = {
      "data/big.bin": large.toUpperCase(),
      "data/img/a.txt": "a2",
      "data/img/sub/new.txt": "new",
    };
    const prepared = gitRepo(after);
    await mlx(prepared, "data add data/big.bin data/img");
    const next = prepared.commit("after");
    prepared.remove("data/img");
    prepared.write(before);
    await mlx(prepared, "data add data/big.bin data/img");
    prepared.commit("before");
    prepared.git("checkout", "--quiet", next);
    const kills = await killAtEveryStep(
      async () => ({ repo: copyOf(prepared) }),
      "data checkout",
      async ({ repo }, step) => {
        const big = repo.read("data/big.bin");
        expect(big === before["data/big.bin"] || big === after["data/big.bin"], `step ${step}`).toBe(true);
        const a = repo.read("data/img/a.txt");
        expect(["a1", "a2"], `step ${step}`).toContain(a);
        const again = await mlxBinary(repo, "data checkout");
        expect(again.code, `step ${step}: ${again.stderr}`).toBe(0);
        for (const [path, text] of Object.entries(after))
          expect(repo.read(path), `step ${step}: ${path}`).toBe(text);
        expect(repo.exists("data/img/gone.txt")).toBe(false);
        expect((await mlx(repo, "data status --check")).code, `step ${step}`).toBe(0);
        expect(repo.git("status", "--porcelain"), `step ${step}`).toBe("");
      },
    );
    expect(kills).toBeGreaterThan(8);
  },
  longEnough,
);

test.each(["data mv data/img pictures", "data rm data/img", "data mv data/img/a.txt data/img/z.txt"])(
  "%s, killed at every step, completes when it is run again and loses nothing",
  async (command) => {
    const prepared = gitRepo({ "data/img/a.txt": "a", "data/img/b.txt": "b" });
    await mlx(prepared, "data add data/img");
    prepared.commit();
    const done = copyOf(prepared);
    await mlx(done, command);
    const kills = await killAtEveryStep(
      async () => ({ repo: copyOf(prepared) }),
      command,
      async ({ repo }, step) => {
        for (const text of ["a", "b"]) expect(await cachedText(repo, text), `step ${step}`).toBe(text);
        const again = await mlxBinary(repo, command);
        const state = `step ${step}: ${again.stderr}`;
        const finishedBefore = again.code === 2 && again.stderr.includes("not tracked");
        expect(again.code === 0 || finishedBefore, state).toBe(true);
        const porcelain = (place: TestRepo) => place.git("status", "--porcelain", "--untracked-files=all");
        expect(porcelain(repo), state).toBe(porcelain(done));
        expect((await mlx(repo, "data status --check")).code, state).toBe(0);
      },
    );
    expect(kills).toBeGreaterThan(3);
  },
  longEnough,
);

async function cachedText(repo: TestRepo, text: string): Promise<string> {
  const digest = sha256Of(text);
  return (
    await readBytes(repo.path(".mlx/cache/objects/sha256", digest.slice(0, 2), digest.slice(2)))
  ).toString();
}

test(
  "a disk that fills up at any step of add leaves the originals and writes no pointer without its objects",
  async () => {
    const files = { "data/big.bin": large, "data/img/a.txt": "a" };
    const prepared = gitRepo(files);
    let full = 0;
    for (let from = 1; ; from++) {
      const repo = copyOf(prepared);
      const { result, steps } = await runFaulty(repo, "data add data/big.bin data/img", { fullFrom: from });
      for (const [path, text] of Object.entries(files)) expect(repo.read(path), `from ${from}`).toBe(text);
      await expectPointersBacked(repo, from);
      if (steps < from) break;
      full++;
      if (result.code !== 0) {
        expect(result.code, `from ${from}: ${result.stderr}`).toBe(3);
        expect(result.stderr, `from ${from}`).toContain("full");
      }
      const again = await mlx(repo, "data add data/big.bin data/img");
      expect(again.code, `from ${from}: ${again.stderr}`).toBe(0);
      expect((await mlx(repo, "data status --check")).code).toBe(0);
    }
    expect(full).toBeGreaterThan(10);
  },
  longEnough,
);
