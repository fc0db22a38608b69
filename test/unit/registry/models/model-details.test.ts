import { expect, test } from "vitest";
import { sha256Of } from "../../../../src/core/sha256.js";
import { readModelDetails } from "../../../../src/registry/models/model-details.js";

const digest = sha256Of("bytes");
const run = { id: "01M8MJJE43M0PS47CAJ0P0GKS3", name: "trained", experiment: "Default" };
const whole = {
  artifacts: [{ path: "m.bin", sha256: digest, size: 5, format: "onnx" }],
  files: 1,
  bytes: 5,
  format: "onnx",
  facts: {
    ...{ framework: "onnx", tensors: 2, dtypes: { float32: 2 }, inputs: ["x float32[1]"] },
    lora: { rank: 8, alpha: 16, targets: ["q"] },
  },
  scan: { verdict: "ok", rules: [] },
  run: { ...run, command: ["node", "train.mjs"], outputs: { "m.bin": digest } },
  code: { commit: "abc", dirty: true, snapshot: "def" },
  data: { "data/t.csv": digest },
  prompts: { "answer@1.0.0": digest },
  parameters: { lr: "0.1", epochs: 3, shuffle: true },
  metrics: { accuracy: 0.9 },
  environment: { digest, summary: { os: "Linux" } },
  baseModel: "org/base",
  adapters: ["org/lora"],
  license: "MIT",
  tags: { team: "a" },
  description: "Names penguins.",
  missing: ["data"],
};

test("what a record holds is read as it was written", () => {
  expect(readModelDetails({ details: whole })).toEqual(whole);
});

test("keys that a newer mlx writes are passed over", () => {
  const details = { ...whole, signature: { by: "x" }, run: { ...whole.run, host: "y" } };
  expect(readModelDetails({ details })).toEqual(whole);
});

test("what is not there, or is of another kind than expected, is absent", () => {
  const empty = { artifacts: [], files: 0, bytes: 0, format: "unknown", missing: [] };
  const scan = { verdict: "unknown", rules: [] };
  expect(readModelDetails({ details: {} })).toEqual({ ...empty, scan });
  const odd = {
    ...{ artifacts: [3, { path: "x" }], run: { id: 7 }, code: [], environment: { digest: "x" } },
    ...{ metrics: { good: 1, bad: "NaN" }, tags: null, license: 3, facts: "none" },
  };
  expect(readModelDetails({ details: odd })).toEqual({ ...empty, scan, metrics: { good: 1 } });
});
