import { expect, test } from "vitest";
import { parseMetricsFile } from "../../../src/runs/metrics-file.js";

test("an object's numbers become metrics under their path; the rest is passed over", () => {
  const text =
    '{"acc": 0.9, "val": {"auc": 0.8, "deep": {"x": 1}}, "name": "m", "ok": true, "list": [1], "none": null}';
  expect(parseMetricsFile(text)).toEqual({
    points: [
      { key: "acc", value: 0.9, step: 0 },
      { key: "val.auc", value: 0.8, step: 0 },
      { key: "val.deep.x", value: 1, step: 0 },
    ],
  });
});

test("step and timestamp of an object are those of its metrics", () => {
  expect(parseMetricsFile('{"step": 7, "timestamp": 1700000000000.4, "loss": NaN}').points).toEqual([
    { key: "loss", value: Number.NaN, step: 7, timestamp: 1700000000000 },
  ]);
  expect(parseMetricsFile('{"step": 0.5}').points).toEqual([{ key: "step", value: 0.5, step: 0 }]);
});

test.each([
  ["an array", '[{"step":1,"loss":3},{"step":2,"loss":2}]'],
  ["an object a line", '{"step":1,"loss":3}\n\n{"step":2,"loss":2}\n'],
  ["points with key and value", '[{"key":"loss","value":3,"step":1},{"key":"loss","value":2,"step":2}]'],
])("%s gives a history", (_name, text) => {
  expect(parseMetricsFile(text).points).toEqual([
    { key: "loss", value: 3, step: 1 },
    { key: "loss", value: 2, step: 2 },
  ]);
});

test.each([
  ["", "there is no number in it"],
  ["{}", "there is no number in it"],
  ["loss: 3", "neither JSON nor an object a line"],
  ['{"loss":1}\nhalf', "neither JSON nor an object a line"],
  ["3", "neither JSON nor an object a line"],
])("%j is told as a problem", (text, problem) => {
  expect(parseMetricsFile(text)).toEqual({ points: [], problem: expect.stringContaining(problem) });
});

test("names that no metric may have are passed over, and so are times that are none", () => {
  const text = `{"": 1, "${"k".repeat(1001)}": 2, "loss": 3, "step": 1}`;
  expect(parseMetricsFile(text).points).toEqual([{ key: "loss", value: 3, step: 1 }]);
  expect(parseMetricsFile('{"key": "", "value": 1}').points).toEqual([]);
  expect(parseMetricsFile('{"loss": 3, "timestamp": "soon"}').points).toEqual([
    { key: "loss", value: 3, step: 0 },
  ]);
  expect(parseMetricsFile('{"key": "loss", "value": 3, "timestamp": 1e300}').points).toEqual([
    { key: "loss", value: 3, step: 0 },
  ]);
});
