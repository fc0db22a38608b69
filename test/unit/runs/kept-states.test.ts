import { expect, test } from "vitest";
import { keptStates } from "../../../src/runs/kept-states.js";
import type { LoggedModel, MetricPoint } from "../../../src/runs/types.js";
import { testRunId } from "../../support/seeded-runs.js";

const model = (id: string, parts: Partial<LoggedModel> = {}): LoggedModel => ({
  id,
  runId: testRunId(1),
  name: "model",
  status: "LOGGED_MODEL_READY",
  createdAt: 0,
  updatedAt: 0,
  params: {},
  tags: {},
  metrics: [],
  ...parts,
});

const history = (...values: number[]): MetricPoint[] =>
  values.map((value, step) => ({ key: "acc", value, step, timestamp: 1000 * (step + 1) }));

const states = (models: readonly LoggedModel[], points: readonly MetricPoint[]) =>
  keptStates({ checkpoints: [], models }, "acc", points).map(({ path, step, value }) => [path, step, value]);

test("checkpoints, and models that were logged at a step, have the run's value at their step", () => {
  const checkpoints = [
    { step: 2, path: "checkpoints/2", loggedAt: 0 },
    { step: 9, path: "checkpoints/9", loggedAt: 0 },
  ];
  const models = [model("m-1", { step: 1 }), model("m-2")];
  expect(keptStates({ checkpoints, models }, "acc", history(0.1, 0.2, 0.3))).toEqual([
    { path: "models/m-1", step: 1, value: 0.2, measured: "step" },
    { path: "checkpoints/2", step: 2, value: 0.3, measured: "step" },
  ]);
});

test("a model of MLflow's default step 0 is none of step 0 where the metric had gone on", () => {
  const last = model("m-1", { step: 0, createdAt: 9000 });
  expect(states([last], history(0.95, 0.8, 0.7, 0.9))).toEqual([]);
  const early = model("m-1", { step: 0, createdAt: 500 });
  expect(states([early], history(0.95, 0.8))).toEqual([]);
});

test("a model of step 0 is believed where the metric has step 0 alone, or went on later", () => {
  const late = model("m-1", { step: 0, createdAt: 9000 });
  expect(states([late], history(0.95))).toEqual([["models/m-1", 0, 0.95]]);
  const first = model("m-1", { step: 0, createdAt: 1500 });
  expect(states([first], history(0.95, 0.8))).toEqual([["models/m-1", 0, 0.95]]);
});

test("what was logged for the model itself counts, the latest of it", () => {
  const own = { key: "acc", timestamp: 5000 };
  const measured = model("m-1", {
    step: 0,
    createdAt: 9000,
    metrics: [
      { ...own, step: 3, value: 0.9 },
      { ...own, step: 1, value: 0.99 },
      { ...own, key: "loss", step: 9, value: 7 },
    ],
  });
  expect(states([measured], history(0.95, 0.8, 0.7, 0.9))).toEqual([["models/m-1", 3, 0.9]]);
});

test("what MLflow copies to a model of what the run had at its step counts no more than the step", () => {
  const [first] = history(0.95);
  const copied = model("m-1", { step: 0, createdAt: 9000, metrics: first ? [first] : [] });
  expect(states([copied], history(0.95, 0.8, 0.7, 0.9))).toEqual([]);
  const measured = { key: "acc", step: 0, value: 0.91, timestamp: 9500 };
  expect(states([{ ...copied, metrics: [...copied.metrics, measured] }], history(0.95, 0.8))).toEqual([
    ["models/m-1", 0, 0.91],
  ]);
});
