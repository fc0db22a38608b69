import { expect, test } from "vitest";
import { directionOf, isBetter, metricWorth } from "../../../src/runs/metric-direction.js";

test("a metric's name tells which direction is better", () => {
  const smaller = [
    "loss",
    "val_loss",
    "eval/rmse",
    "testError",
    "perplexity",
    "wer",
    "p95_latency",
    "brier_score",
    "rank_test_score",
    "mean_fit_time",
    "binary_crossentropy",
  ];
  const greater = [
    "accuracy",
    "val.acc",
    "roc_auc",
    "f1_score",
    "r2",
    "bleu",
    "training_score",
    "log_likelihood",
  ];
  expect(smaller.map((name) => [name, directionOf(name)])).toEqual(smaller.map((name) => [name, "min"]));
  expect(greater.map((name) => [name, directionOf(name)])).toEqual(greater.map((name) => [name, "max"]));
});

test("a negated metric is better the other way round", () => {
  expect(directionOf("neg_mean_squared_error")).toBe("max");
  expect(directionOf("negative_log_likelihood")).toBe("min");
});

test("a name that says nothing, or both, tells nothing", () => {
  expect(["epoch", "lr", "x", "", "accuracy_loss", "lossless_thing"].map(directionOf)).toEqual(
    Array(6).fill(undefined),
  );
});

test("NaN is never better, and every value is better than NaN", () => {
  expect(isBetter(Number.NaN, 1, "min")).toBe(false);
  expect(isBetter(1, Number.NaN, "max")).toBe(true);
  expect(isBetter(Number.NaN, Number.NaN, "max")).toBe(false);
  expect(isBetter(Number.NEGATIVE_INFINITY, 0, "min")).toBe(true);
  expect(isBetter(0, 0, "min")).toBe(false);
});

test("held-out measurements are looked at before others, machine load last", () => {
  const keys = ["system/cpu", "layer1", "loss", "val_loss"];
  expect([...keys].sort((a, b) => metricWorth(b) - metricWorth(a))).toEqual([
    "val_loss",
    "loss",
    "layer1",
    "system/cpu",
  ]);
});
