import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { killAtEveryStep } from "../support/every-step.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

// Every step is a process of its own, killed with SIGKILL at one change of the file system.
const longEnough = 600_000;

const table = (add: number) =>
  [
    "a,b",
    ...Array.from({ length: 90 }, (_, at) => `${((at * 7) % 31) + add},${["x", "y"][at % 2]}`),
    "",
  ].join("\n");

async function project(): Promise<TestRepo> {
  const repo = gitRepo({ "old.csv": table(0), "new.csv": table(9) });
  await must(repo, "drift baseline shop --data old.csv");
  return repo;
}

test(
  "drift baseline, killed at every step, leaves the old baseline or the whole of the new one, and nothing beside them",
  async () => {
    const repo = await project();
    const [old, monitor] = [repo.read("drift/shop.baseline.json"), repo.read("drift/shop.drift.yaml")];
    let replaced = 0;
    const kills = await killAtEveryStep(
      async () => {
        repo.write({ "drift/shop.baseline.json": old });
        return { repo };
      },
      "drift baseline shop --data new.csv --force",
      async (_, step) => {
        expect(readdirSync(repo.path("drift")), `step ${step}`).toEqual([
          "shop.baseline.json",
          "shop.drift.yaml",
        ]);
        const now = repo.read("drift/shop.baseline.json");
        if (now !== old) replaced++;
        expect(now.includes('"path": "new.csv"'), `step ${step}`).toBe(now !== old);
        expect(repo.read("drift/shop.drift.yaml")).toBe(monitor);
        const { code } = await mlx(repo, "drift check shop --data old.csv --no-record");
        expect(code, `step ${step}`).toBe(now === old ? 0 : 1);
      },
    );
    expect(kills).toBeGreaterThan(5);
    expect(replaced).toBeGreaterThan(0);
  },
  longEnough,
);

test(
  "drift check and merge, killed at every step, leave a history and profiles that can be read",
  async () => {
    const repo = await project();
    await must(repo, "drift profile old.csv --knots shop --output a.json");
    await must(repo, "drift profile new.csv --knots shop --output b.json");
    await must(repo, "drift check shop --data old.csv");
    const checks = await killAtEveryStep(
      async () => ({ repo }),
      "drift check shop --data old.csv",
      async (_, step) => {
        expect((await mlx(repo, "drift list --json")).code, `step ${step}`).toBe(0);
        expect((await mlx(repo, "drift show last --json")).json["verdict"], `step ${step}`).toBe("ok");
      },
    );
    const merges = await killAtEveryStep(
      async () => {
        repo.remove("c.json");
        return { repo };
      },
      "drift merge a.json b.json --output c.json",
      async (_, step) => {
        if (!repo.exists("c.json")) return;
        expect((await mlx(repo, "drift merge c.json")).code, `step ${step}`).toBe(0);
      },
    );
    expect(checks).toBeGreaterThan(3);
    expect(merges).toBeGreaterThan(1);
  },
  longEnough,
);
