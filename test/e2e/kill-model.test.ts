import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { cachedObjects, digests, must } from "../support/data-project.js";
import { killAtEveryStep, runFaulty } from "../support/every-step.js";
import { mlx, mlxBinary } from "../support/mlx.js";
import { treesText, versionsOf } from "../support/model-project.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

// Every step is a process of its own, killed with SIGKILL at one change of the file system.
const longEnough = 600_000;

function copyOf(repo: TestRepo): TestRepo {
  const root = join(tempFolder(), "project");
  mkdirSync(dirname(root), { recursive: true });
  cpSync(repo.root, root, { recursive: true, preserveTimestamps: true });
  return repo.at(root);
}

/** A committed registry with one version, and a file that is to be the second. */
async function prepare(): Promise<TestRepo> {
  const repo = gitRepo({ "m.txt": treesText("1"), "n.txt": treesText("2") });
  await must(repo, "model register m m.txt -m first");
  repo.commit();
  return repo;
}

function expectNoLitter(folder: string, step: number): void {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
  expect(
    names.filter((name) => name.includes("tmp")),
    `step ${step}`,
  ).toEqual([]);
}

test(
  "register, killed at every step, leaves the version or none, and running it again completes it",
  async () => {
    const prepared = await prepare();
    let halves = 0;
    const command = "model register m n.txt -m second";
    const kills = await killAtEveryStep(
      async () => ({ repo: copyOf(prepared) }),
      command,
      async ({ repo }, step) => {
        const versions = await versionsOf(repo, "m");
        expect([["1"], ["2", "1"]], `step ${step}`).toContainEqual(
          versions.filter((version) => existsSync(repo.path(`models/m/versions/${version}.json`))),
        );
        const { code, json } = await mlx(repo, "registry verify --json");
        expect([0, 1], `step ${step}`).toContain(code);
        if (code === 1) halves++;
        for (const { message } of json["findings"] as { message: string }[])
          expect(message, `step ${step}`).toContain("interrupted");
        const again = await mlxBinary(repo, command);
        expect(again.code, `step ${step}: ${again.stderr}`).toBe(0);
        const verified = await mlx(repo, "registry verify");
        expect(verified.code, `step ${step}: ${verified.stdout}`).toBe(0);
        expect(await versionsOf(repo, "m"), `step ${step}`).toEqual(["2", "1"]);
        expect(cachedObjects(repo), `step ${step}`).toEqual(digests(treesText("1"), treesText("2")));
        expect(repo.read("n.txt")).toBe(treesText("2"));
        expectNoLitter(repo.path("models/m"), step);
      },
    );
    expect(kills).toBeGreaterThan(10);
    expect(halves).toBeGreaterThan(0);
  },
  longEnough,
);

test(
  "the first version of a new model, killed at every step, is there or not, and running it again completes it",
  async () => {
    const prepared = gitRepo({ "m.txt": treesText("1") });
    const command = "model register m m.txt -m first";
    const kills = await killAtEveryStep(
      async () => ({ repo: copyOf(prepared) }),
      command,
      async ({ repo }, step) => {
        const again = await mlxBinary(repo, command);
        expect(again.code, `step ${step}: ${again.stderr}`).toBe(0);
        expect(await versionsOf(repo, "m"), `step ${step}`).toEqual(["1"]);
        expect((await mlx(repo, "registry verify")).code, `step ${step}`).toBe(0);
        expect(repo.read("models/m/model.yaml"), `step ${step}`).toContain("owners:");
      },
    );
    expect(kills).toBeGreaterThan(10);
  },
  longEnough,
);

test(
  "pull, killed at every step, leaves a whole folder or none, and running it again completes it",
  async () => {
    const prepared = gitRepo({ "out/a.txt": treesText("a"), "out/b.txt": treesText("b") });
    await must(prepared, "model register m out");
    const kills = await killAtEveryStep(
      async () => ({ repo: copyOf(prepared) }),
      "model pull m@1 --to got",
      async ({ repo }, step) => {
        if (existsSync(repo.path("got"))) {
          expect(readdirSync(repo.path("got")), `step ${step}`).toEqual(["a.txt", "b.txt"]);
          expect(readFileSync(repo.path("got/b.txt"), "utf8"), `step ${step}`).toBe(treesText("b"));
        }
        const again = await mlxBinary(repo, "model pull m@1 --to got");
        expect(again.code, `step ${step}: ${again.stderr}`).toBe(0);
        expect(repo.read("got/a.txt"), `step ${step}`).toBe(treesText("a"));
        expect(
          readdirSync(repo.root).filter((name) => name.includes("mlx-tmp")),
          `step ${step}`,
        ).toEqual([]);
      },
    );
    expect(kills).toBeGreaterThan(3);
  },
  longEnough,
);

test(
  "register, with the disk full from any step on, changes nothing that counts and says so",
  async () => {
    const prepared = await prepare();
    for (let step = 1; ; step++) {
      const repo = copyOf(prepared);
      const { result, steps } = await runFaulty(repo, "model register m n.txt", { fullFrom: step });
      if (steps < step || result.code === 0) break;
      expect(result.code, `step ${step}: ${result.stderr}`).toBe(3);
      expect(result.stderr, `step ${step}`).toMatch(/disk .*is full/);
      expect(repo.git("status", "--porcelain", "-uall"), `step ${step}`).toBe("");
    }
  },
  longEnough,
);

test("two processes that register at once get two numbers", async () => {
  const repo = await prepare();
  const both = await Promise.all([
    mlxBinary(repo, "model register m n.txt --json"),
    mlxBinary(repo, "model register m n.txt --metric accuracy=0.9 --json"),
  ]);
  expect(both.map(({ json }) => json["version"]).sort()).toEqual(["2", "3"]);
  expect((await mlx(repo, "registry verify")).code).toBe(0);
});
