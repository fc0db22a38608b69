import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { killAtEveryStep, runFaulty } from "../support/every-step.js";
import { mlx, mlxBinary } from "../support/mlx.js";
import { promote, registeredModel } from "../support/registered-model.js";
import { as } from "../support/released-prompt.js";
import type { TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

// Every step is a process of its own, killed with SIGKILL at one change of the file system.
const longEnough = 600_000;

function copyOf(repo: TestRepo): TestRepo {
  const root = join(tempFolder(), "project");
  mkdirSync(dirname(root), { recursive: true });
  cpSync(repo.root, root, { recursive: true, preserveTimestamps: true });
  return repo.at(root);
}

/** Two committed versions, the first one champion; gates that take a check out of the ledger and count an approval. */
async function prepare(): Promise<TestRepo> {
  const repo = await registeredModel(0.9, 0.95);
  await must(repo, promote("1"));
  await must(repo, "drift baseline inflow --data data/holdout.csv");
  await must(repo, "drift check inflow --data data/holdout.csv");
  repo.write({ "models/penguins/model.yaml": "gates: {champion: [{drift: inflow}, {approvals: 1}]}\n" });
  await must(repo, ["model", "approve", "penguins@2", "-m", "good"], { env: as("bob") });
  repo.commit();
  return repo;
}

const held = (repo: TestRepo) => repo.read("models/penguins/aliases/champion").split(" ")[0];

function expectNoLitter(repo: TestRepo, step: number): void {
  const folders = ["", "versions", "events", "aliases", "evidence"].map((name) =>
    join("models/penguins", name),
  );
  const names = folders.flatMap((folder) => (repo.exists(folder) ? readdirSync(repo.path(folder)) : []));
  expect(
    names.filter((name) => name.includes("tmp")),
    `step ${step}`,
  ).toEqual([]);
}

test.each([
  ["model promote penguins@2 --to champion", "2"],
  ["model rollback penguins champion", "1"],
])(
  "%s, killed at every step, leaves the old state or the new one, and running it again completes it",
  async (command, wanted) => {
    const prepared = await prepare();
    if (wanted === "1") {
      await must(prepared, promote("2"));
      prepared.commit();
    }
    const before = held(prepared);
    let halves = 0;
    const kills = await killAtEveryStep(
      async () => ({ repo: copyOf(prepared) }),
      command,
      async ({ repo }, step) => {
        expect([before, wanted], `step ${step}`).toContain(held(repo));
        const { json } = await mlx(repo, "registry verify --json");
        // An event whose pointer is not written yet is all that may be half, and it says how to complete it.
        for (const finding of Array.isArray(json["findings"]) ? json["findings"] : []) {
          halves++;
          expect(finding.message, `step ${step}`).toContain("interrupted");
          expect(finding.hint, `step ${step}`).toContain(
            `mlx model promote penguins@${wanted} --to champion`,
          );
        }
        expectNoLitter(repo, step);
        if (held(repo) === before) {
          const again = await mlxBinary(repo, command);
          expect(again.code, `step ${step}: ${again.stderr}${again.stdout}`).toBe(0);
        }
        expect(held(repo), `step ${step}`).toBe(wanted);
        const verified = await mlx(repo, "registry verify");
        expect(verified.code, `step ${step}: ${verified.stdout}`).toBe(0);
      },
    );
    expect(kills).toBeGreaterThan(8);
    expect(halves).toBeGreaterThan(0);
  },
  longEnough,
);

test(
  "a promotion with the disk full from any step on changes nothing in the repository and says so",
  async () => {
    const prepared = await prepare();
    for (let step = 1; ; step++) {
      const repo = copyOf(prepared);
      const { result, steps } = await runFaulty(repo, "model promote penguins@2 --to champion", {
        fullFrom: step,
      });
      if (steps < step || result.code === 0) break;
      expect([1, 3], `step ${step}: ${result.stderr}`).toContain(result.code);
      expect(`${result.stdout}${result.stderr}`, `step ${step}`).toMatch(/disk is full|database|ledger/);
      expect(repo.git("status", "--porcelain", "-uall"), `step ${step}`).toBe("");
    }
  },
  longEnough,
);
