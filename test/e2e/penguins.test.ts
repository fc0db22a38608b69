import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { mlxBinary } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

const example = fileURLToPath(new URL("../../examples/penguins", import.meta.url));

function train(repo: TestRepo): void {
  execFileSync(process.execPath, ["train.mjs"], { cwd: repo.root, stdio: "ignore" });
}

function copy(): TestRepo {
  const repo = gitRepo();
  cpSync(example, repo.root, { recursive: true });
  repo.commit();
  train(repo);
  return repo;
}

const allMeasurements = JSON.stringify({
  features: ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"],
  learning_rate: 1,
  epochs: 60,
  l2: 0.001,
  test_share: 0.3,
  seed: 7,
});

test("the model of two measurements fails its suite, and the interval of one island says where", async () => {
  const { code, stdout } = await mlxBinary(copy(), "eval run penguins");
  expect(code).toBe(1);
  expect(stdout).toContain(
    "✗ accuracy ≥ 0.8 (island: Dream): 0.3721 (95%: 0.2438 to 0.5214), wanted at least 0.8",
  );
  // No Chinstrap is ever predicted: resamples of F1 are all alike, and say nothing.
  expect(stdout).toContain(
    "? f1 ≥ 0.9: 0.587, wanted at least 0.9: 103 independent cases do not tell how sure it is",
  );
  expect(stdout).toContain("✓ accuracy ≥ 0.85 (island: Biscoe): 1 (95%: 0.9197 to 1), wanted at least 0.85");
});

test("that of all four passes with an interval for each island, and is better than chance explains", async () => {
  const repo = copy();
  await mlxBinary(repo, "eval run penguins");
  const holdout = repo.read("holdout.csv");
  repo.write({ "params.json": allMeasurements });
  train(repo);
  expect(repo.read("holdout.csv")).toBe(holdout);
  const { code, json } = await mlxBinary(repo, "eval run penguins --json");
  expect([code, json["verdict"]]).toEqual([0, "passed"]);
  expect(json["gates"]).toMatchObject([
    {
      name: "accuracy ≥ 0.9",
      value: 100 / 103,
      interval: [expect.closeTo(0.9178, 4), expect.closeTo(0.99, 4)],
    },
    { name: "f1 ≥ 0.9", passed: true },
    { name: "roc_auc ≥ 0.85", passed: true },
    { name: "accuracy ≥ 0.85 (island: Biscoe)", value: 1, interval: [expect.closeTo(0.9197, 4), 1] },
    {
      name: "accuracy ≥ 0.8 (island: Dream)",
      value: 40 / 43,
      interval: [expect.closeTo(0.8139, 4), expect.closeTo(0.976, 4)],
    },
    { name: "accuracy ≥ 0.75 (island: Torgersen)", value: 1, interval: [expect.closeTo(0.8064, 4), 1] },
    { name: "errors", passed: true },
  ]);
  const compared = await mlxBinary(repo, "eval compare last~1 last --json");
  expect([compared.code, compared.json]).toMatchObject([
    0,
    { verdict: "improved", metrics: [{ discordant: { improved: 24, regressed: 0 } }] },
  ]);
});
