import { expect, test } from "vitest";
import { seedsOf } from "../../../../src/runs/capture/seeds.js";

const none = { params: {}, env: {}, argv: [] };

test("parameters, variables and options named like a seed", () => {
  expect(
    seedsOf({
      params: { "train.seed": "1", random_state: "2", "model.random_state": "3", seedling: "x", lr: "0.1" },
      env: { PYTHONHASHSEED: "0", GLOBAL_SEED: "7", SEED: "8", seeds: "9", PATH: "/bin" },
      argv: ["python", "x.py", "--seed", "42", "--data-seed=43", "seed=44", "--seeded", "5"],
    }),
  ).toEqual({
    "train.seed": "1",
    random_state: "2",
    "model.random_state": "3",
    PYTHONHASHSEED: "0",
    GLOBAL_SEED: "7",
    SEED: "8",
    "--seed": "42",
    "--data-seed": "43",
    seed: "44",
  });
});

test("a variable that holds words is no generator's seed, it may be a wallet's", () => {
  expect(seedsOf({ ...none, env: { WALLET_SEED: "witch collapse practice feed" } })).toEqual({});
  expect(seedsOf({ ...none, env: { PYTHONHASHSEED: "random" } })).toEqual({ PYTHONHASHSEED: "random" });
});
