import { expect, test } from "vitest";
import { tellingKeys } from "../../../src/runs/telling-keys.js";
import { latestOf, plainRecord } from "../../support/seeded-runs.js";

const keys = (...runs: Parameters<typeof tellingKeys>[0][number][]) =>
  tellingKeys(runs).map(({ entity, key }) => `${entity} ${key}`);

test("what is equal in all runs tells nothing", () => {
  const found = keys(
    plainRecord(1, { params: { lr: "1", model: "mlp" } }),
    plainRecord(2, { params: { lr: "2", model: "mlp" } }),
  );
  expect(found).toEqual(["param lr"]);
});

test("what only some runs have tells, after what differs", () => {
  const found = keys(
    plainRecord(1, { params: { lr: "1", extra: "x" } }),
    plainRecord(2, { params: { lr: "2" } }),
  );
  expect(found).toEqual(["param lr", "param extra"]);
});

test("metrics and parameters take turns, held-out metrics and parameters of many values first", () => {
  const found = keys(
    plainRecord(1, { metrics: latestOf({ loss: 1, val_loss: 1, grad: 1 }), params: { batch: "1", lr: "1" } }),
    plainRecord(2, { metrics: latestOf({ loss: 2, val_loss: 2, grad: 2 }), params: { batch: "1", lr: "2" } }),
    plainRecord(3, { metrics: latestOf({ loss: 3, val_loss: 3, grad: 3 }), params: { batch: "2", lr: "3" } }),
  );
  expect(found).toEqual(["metric val_loss", "param lr", "metric loss", "param batch", "metric grad"]);
});

test("of a single run everything tells", () => {
  expect(keys(plainRecord(1, { metrics: latestOf({ loss: Number.NaN }), params: { lr: "1" } }))).toEqual([
    "metric loss",
    "param lr",
  ]);
});
