import { expect, test } from "vitest";
import { importedId, importedRun } from "../../../../src/mlflow/import/content.js";
import type { MlflowRun } from "../../../../src/mlflow/import/history.js";
import { bundleOf } from "../../../../src/runs/bundle.js";

const run: MlflowRun = {
  id: "0123456789abcdef0123456789abcdef",
  experiment: "Default",
  status: "RUNNING",
  startTime: 1_762_000_000_000,
  deleted: false,
  params: {},
  tags: { "mlflow.runName": "stale", "mlflow.parentRunId": "parent", team: "x" },
  metrics: [],
  inputs: [],
  models: [],
  artifacts: [],
  missing: [],
};

test("an id depends on MLflow's id and the start alone, and sorts by it", () => {
  expect(importedId(run.id, run.startTime)).toBe(importedId(run.id, run.startTime));
  expect(importedId(run.id, run.startTime + 1) > importedId(run.id, run.startTime)).toBe(true);
  expect(importedId("other", run.startTime)).not.toBe(importedId(run.id, run.startTime));
});

test("the parent is named by its new id, or as it was where it is not imported with it", () => {
  const parent = importedId("parent", 1);
  const known = importedRun(run, (id) => (id === "parent" ? parent : undefined), []).annotations;
  expect(known["tag:mlflow.parentRunId"]?.value).toBe(parent);
  const unknown = importedRun(run, () => undefined, []).annotations;
  expect(unknown["tag:mlflow.parentRunId"]?.value).toBe("parent");
  expect(Object.keys(unknown).sort()).toEqual([
    "name",
    "tag:mlflow.parentRunId",
    "tag:mlflow.run_id",
    "tag:team",
  ]);
});

test("a run without an end ends with its last metric, interrupted", () => {
  const metrics = [5, 1].map((seconds) => ({
    key: "loss",
    value: 1,
    step: 0,
    timestamp: run.startTime + seconds * 1000,
  }));
  expect(importedRun({ ...run, metrics }, () => undefined, []).content).toMatchObject({
    status: "interrupted",
    endTime: run.startTime + 5000,
  });
});

test("the order in which a store tells things makes no difference", () => {
  const points = [
    { key: "loss", value: 2, step: 1, timestamp: 9 },
    { key: "loss", value: Number.NaN, step: 0, timestamp: 5 },
    { key: "loss", value: 1, step: 0, timestamp: 5 },
    { key: "loss", value: 1, step: 0, timestamp: 5 },
  ];
  const contentOf = (metrics: typeof points) => importedRun({ ...run, metrics }, () => undefined, []).content;
  expect(contentOf(points).metrics).toEqual({
    loss: [
      [0, 5, "NaN"],
      [0, 5, 1],
      [1, 9, 2],
    ],
  });
  expect(bundleOf(contentOf([...points].reverse()), {}).digest).toBe(bundleOf(contentOf(points), {}).digest);
});

test("a repository's address is kept without credentials; a commit that is none is left out", () => {
  const tags = {
    "mlflow.source.git.repoURL": "https://ada:pw@example.com/x.git",
    "mlflow.source.git.commit": "v1.0",
    "mlflow.source.git.branch": "main",
  };
  const { content } = importedRun({ ...run, tags }, () => undefined, []);
  expect(content.context.code?.remote).toBe("https://example.com/x.git");
  expect(content.git).toEqual({ dirty: false, branch: "main" });
});
