import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { killAtEveryStep, runFaulty } from "../support/every-step.js";
import { mlx, mlxBinary } from "../support/mlx.js";
import { promptText, releasedPrompt } from "../support/released-prompt.js";
import type { TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

// Every step is a process of its own, killed with SIGKILL at one change of the file system.
const longEnough = 600_000;

/** A copy of a prepared repository, so that each step starts from the same state. */
function copyOf(repo: TestRepo): TestRepo {
  const root = join(tempFolder(), "project");
  mkdirSync(dirname(root), { recursive: true });
  cpSync(repo.root, root, { recursive: true, preserveTimestamps: true });
  return repo.at(root);
}

/** A committed prompt with two versions, `stable` moved from the first to the second, and a changed working copy. */
async function prepare(): Promise<TestRepo> {
  const repo = await releasedPrompt("1.0.0", "1.1.0");
  for (const version of ["1.0.0", "1.1.0"]) await must(repo, `prompt alias answer stable ${version}`);
  repo.write({ "prompts/answer/prompt.md": promptText("You answer at once.") });
  repo.commit();
  return repo;
}

/**
 * What verify finds may only be that something was interrupted, and it says how to complete it.
 * @returns whether it found something.
 */
async function expectInterruptedAtMost(repo: TestRepo, step: number, mend: string): Promise<boolean> {
  const { code, json } = await mlx(repo, "registry verify --json");
  expect([0, 1], `step ${step}`).toContain(code);
  for (const { message, hint } of json["findings"] as { message: string; hint: string }[]) {
    expect(message, `step ${step}`).toContain("interrupted");
    expect(hint, `step ${step}`).toContain(mend);
  }
  return code === 1;
}

function expectNoLitter(repo: TestRepo, step: number): void {
  const names = ["", "versions", "events", "aliases"].flatMap((folder) =>
    readdirSync(repo.path("prompts/answer", folder)),
  );
  expect(
    names.filter((name) => name.includes("tmp")),
    `step ${step}`,
  ).toEqual([]);
}

test(
  "publish, killed at every step, leaves the version or none, and running it again completes it",
  async () => {
    const prepared = await prepare();
    let halves = 0;
    const command = "prompt publish answer --bump minor -m again";
    const kills = await killAtEveryStep(
      async () => ({ repo: copyOf(prepared) }),
      command,
      async ({ repo }, step) => {
        const { json } = await mlx(repo, "prompt history answer --json");
        const versions = (json["versions"] as { version: string }[]).map(({ version }) => version);
        expect(
          [
            ["1.1.0", "1.0.0"],
            ["1.2.0", "1.1.0", "1.0.0"],
          ],
          `step ${step}`,
        ).toContainEqual(versions);
        if (await expectInterruptedAtMost(repo, step, "mlx prompt publish answer --version 1.2.0")) halves++;
        expectNoLitter(repo, step);
        if (versions.length === 2) {
          const again = await mlxBinary(repo, command);
          expect(again.code, `step ${step}: ${again.stderr}`).toBe(0);
        }
        const verified = await mlx(repo, "registry verify");
        expect(verified.code, `step ${step}: ${verified.stdout}`).toBe(0);
        expect(await must(repo, "prompt history answer"), `step ${step}`).toContain("1.2.0");
      },
    );
    expect(kills).toBeGreaterThan(15);
    expect(halves).toBeGreaterThan(0);
  },
  longEnough,
);

test.each([
  ["prompt alias answer stable 1.0.0", "1.0.0", "mlx prompt alias answer stable 1.0.0"],
  ["prompt alias answer stable --rollback", "1.0.0", "mlx prompt alias answer stable 1.0.0"],
  ["prompt alias answer stable --remove", "", "mlx prompt alias answer stable --remove"],
])(
  "%s, killed at every step, leaves the alias as it was or as it should be, and running it again completes it",
  async (command, wanted, mend) => {
    const prepared = await prepare();
    let halves = 0;
    const kills = await killAtEveryStep(
      async () => ({ repo: copyOf(prepared) }),
      command,
      async ({ repo }, step) => {
        const now = (await mlx(repo, "prompt alias answer stable")).stdout.trim();
        expect(["1.1.0", wanted], `step ${step}`).toContain(now);
        if (await expectInterruptedAtMost(repo, step, mend)) halves++;
        expectNoLitter(repo, step);
        if (now === "1.1.0") {
          const again = await mlxBinary(repo, command);
          expect(again.code, `step ${step}: ${again.stderr}`).toBe(0);
        }
        expect((await mlx(repo, "prompt alias answer stable")).stdout.trim(), `step ${step}`).toBe(wanted);
        const verified = await mlx(repo, "registry verify");
        expect(verified.code, `step ${step}: ${verified.stdout}`).toBe(0);
      },
    );
    expect(kills).toBeGreaterThan(8);
    expect(halves).toBeGreaterThan(0);
  },
  longEnough,
);

test.each(["prompt publish answer --bump minor -m again", "prompt alias answer stable 1.0.0"])(
  "%s, with the disk full from any step on, changes nothing that counts and says so",
  async (command) => {
    const prepared = await prepare();
    for (let step = 1; ; step++) {
      const repo = copyOf(prepared);
      const { result, steps } = await runFaulty(repo, command, { fullFrom: step });
      if (steps < step || result.code === 0) break;
      expect(result.code, `step ${step}: ${result.stderr}`).toBe(3);
      expect(result.stderr, `step ${step}`).toContain("disk is full");
      expect(repo.git("status", "--porcelain", "-uall"), `step ${step}`).toBe("");
    }
  },
  longEnough,
);
