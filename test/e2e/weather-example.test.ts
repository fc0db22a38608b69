import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { binaryPath, mlxBinary } from "../support/mlx.js";
import { plainFolder } from "../support/repo.js";

const script = fileURLToPath(new URL("../../examples/weather/history.mjs", import.meta.url));

test("the weather example grows by commits, and the one that added a city is named for the drift", async () => {
  const place = plainFolder();
  const env = { ...place.env, MLX: `${process.execPath} ${binaryPath}` };
  const made = spawnSync(process.execPath, [script, "."], { cwd: place.root, env, encoding: "utf8" });
  expect([made.status, made.stderr]).toEqual([0, expect.not.stringContaining("rror")]);
  const check = await mlxBinary(place, "drift check weather --window date=1y --segment location");
  expect(check.code).toBe(1);
  expect(check.stdout).toContain("✗ wind: moved up by 0.6 σ");
  expect(check.stdout).toMatch(/2015-01-01 +730 +drift +wind \d/);
  expect(check.stdout).toMatch(/Seattle +1,461 +ok/);
  const { json } = await mlxBinary(place, "drift attribute weather --from HEAD~3 --json");
  expect(json).toMatchObject({
    moved: { subject: "Add New York", verdict: "drift", column: "wind" },
    commits: [
      { verdict: "ok" },
      { subject: "Add 2014", verdict: "ok" },
      { subject: "Add 2015", verdict: "ok" },
      {},
    ],
  });
});
