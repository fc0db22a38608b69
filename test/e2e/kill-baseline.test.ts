import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { killAtEveryStep } from "../support/every-step.js";
import { answerCases, evidenceProject } from "../support/evidence-project.js";
import { mlx } from "../support/mlx.js";

// Every step is a process of its own, killed with SIGKILL at one change of the file system.
const longEnough = 600_000;

test(
  "eval baseline accept, killed at every step, leaves no baseline or the whole of one, and can be run again",
  async () => {
    let whole = 0;
    const repo = await evidenceProject("1.0.0");
    repo.write({ "evals/cases.jsonl": answerCases(2) });
    await must(repo, "eval run answer");
    const kills = await killAtEveryStep(
      async () => {
        await mlx(repo, "eval baseline rm answer");
        return { repo };
      },
      "eval baseline accept answer",
      async (_, step) => {
        const shown = await mlx(repo, "eval baseline show answer --json");
        if (shown.code === 0) whole++;
        else expect([shown.code, shown.error.code], `step ${step}`).toEqual([2, "MLX_BASELINE_NOT_FOUND"]);
        await must(repo, "eval baseline accept answer");
        expect(readdirSync(repo.path("evals/baselines")), `step ${step}`).toEqual(["answer.json"]);
      },
    );
    expect(kills).toBeGreaterThan(5);
    expect(whole).toBeGreaterThan(1);
  },
  longEnough,
);
