import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { killAtEveryStep } from "../support/every-step.js";
import { answerCases, evaluated, evidenceFiles, evidenceProject } from "../support/evidence-project.js";
import { mlx } from "../support/mlx.js";
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

test(
  "eval run --record, killed at every step, can go on, and then there is its evidence, once and whole",
  async () => {
    const prepared = await evidenceProject("1.0.0");
    prepared.write({ "evals/cases.jsonl": answerCases(2) });
    await must(prepared, "eval list");
    let resumed = 0;
    let doubled = 0;
    const kills = await killAtEveryStep(
      async () => ({ repo: copyOf(prepared) }),
      evaluated("1.0.0").join(" "),
      async ({ repo }, step) => {
        const before = evidenceFiles(repo);
        const again = await mlx(repo, "eval run answer --resume --json");
        if (again.code === 0) {
          resumed++;
          if (before.length > 0) doubled++;
          expect(again.json["evidence"], `step ${step}`).toMatchObject([{ version: "1.0.0" }]);
        } else {
          expect(again.code, `step ${step}: ${again.stderr}`).toBe(2);
          if (before.length === 0) await must(repo, evaluated("1.0.0"));
        }
        expect(evidenceFiles(repo), `step ${step}`).toHaveLength(1);
        await must(repo, "prompt alias answer stable 1.0.0");
        await must(repo, "registry verify");
        const litter = readdirSync(repo.path("prompts/answer/evidence")).filter((name) =>
          name.includes("tmp"),
        );
        expect(litter, `step ${step}`).toEqual([]);
      },
    );
    expect(kills).toBeGreaterThan(10);
    expect(resumed).toBeGreaterThan(3);
    // Killed behind the evidence and before the end: it is not written twice.
    expect(doubled).toBeGreaterThan(0);
  },
  longEnough,
);
