import { describe, expect, test } from "vitest";
import { metricValue, parseMetricLine } from "../../../src/runs/metric-line.js";

describe("a line of the metrics file", () => {
  test("gives a metric with its step and time", () => {
    expect(parseMetricLine('{"key": "loss", "value": 0.25, "step": 3, "timestamp": 1700000000000}')).toEqual({
      metrics: [{ key: "loss", value: 0.25, step: 3, timestamp: 1700000000000 }],
      params: {},
      tags: {},
    });
  });

  test("without a step is of step 0, without a timestamp leaves it to the reader", () => {
    expect(parseMetricLine('{"key":"loss","value":1}')).toMatchObject({
      metrics: [{ key: "loss", value: 1, step: 0 }],
    });
  });

  test("gives several metrics of one step", () => {
    expect(parseMetricLine('{"metrics":{"loss":1,"acc":"NaN"},"step":-2}')).toMatchObject({
      metrics: [
        { key: "loss", value: 1, step: -2 },
        { key: "acc", value: Number.NaN, step: -2 },
      ],
    });
  });

  test("gives parameters and tags as texts", () => {
    expect(
      parseMetricLine('{"param":{"lr":0.1,"name":"a","deep":{"b":[1]},"on":true},"tag":{"team":"x"}}'),
    ).toEqual({
      metrics: [],
      params: { lr: "0.1", name: "a", deep: '{"b":[1]}', on: "true" },
      tags: { team: "x" },
    });
  });

  test("names a checkpoint and how good it is", () => {
    expect(parseMetricLine('{"checkpoint":"m.bin","step":4,"metrics":{"acc":0.5}}')).toEqual({
      metrics: [{ key: "acc", value: 0.5, step: 4 }],
      params: {},
      tags: {},
      checkpoint: { path: "m.bin", step: 4 },
    });
  });

  test.each([
    ['{"key":"m","value":NaN}', Number.NaN],
    ['{"key":"m","value":Infinity}', Infinity],
    ['{"key":"m","value":-Infinity}', -Infinity],
    ['{"key":"m","value":"-Infinity"}', -Infinity],
    ['{"key":"m","value":"inf"}', Infinity],
    ['{"key":"m","value":"1e-3"}', 0.001],
  ])("takes %s", (text, value) => {
    expect(parseMetricLine(text)).toMatchObject({ metrics: [{ key: "m", value }] });
  });

  test("leaves the words inside of texts alone, with quotes and backslashes in them", () => {
    expect(parseMetricLine('{"tag":{"note":"a \\"NaN\\" \\\\"},"key":"m","value":NaN}')).toMatchObject({
      tags: { note: 'a "NaN" \\' },
      metrics: [{ value: Number.NaN }],
    });
  });

  test("a text that does not end, full of quotes, is soon seen to be no JSON; one line may be nested too deeply", () => {
    expect(parseMetricLine(`{"param":{"a":"${'\\"'.repeat(500_000)}`)).toEqual({ problem: "it is not JSON" });
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    expect(parseMetricLine(`{"param":{"a":${deep}}}`)).toEqual({ problem: "it is nested too deeply" });
  });

  test.each([
    ["loss 0.25", "it is not JSON"],
    ["[1]", "it is not an object"],
    ["{}", "it says nothing"],
    ['{"key":"loss"}', 'the value of "loss" must be a number, found nothing'],
    ['{"key":"loss","value":"high"}', 'found "high"'],
    ['{"key":"loss","value":1,"step":1.5}', "step must be an integer, found 1.5"],
    ['{"key":"loss","value":1,"timestamp":"now"}', 'timestamp must be epoch milliseconds, found "now"'],
    ['{"key":"","value":1}', 'the key "" is empty'],
    ['{"metrics":{"":1}}', 'the key "" is empty'],
    ['{"param":{"":1}}', 'the key "" is empty'],
    [`{"tag":{"${"k".repeat(1001)}":1}}`, "is longer than 1,000 characters"],
    [`{"param":{"text":"${"x".repeat(2 ** 24 + 1)}"}}`, "is longer than 16,777,216 characters"],
    ['{"key":"loss","value":1,"timestamp":-1}', "timestamp must be epoch milliseconds, found -1"],
    ['{"key":"loss","value":1,"timestamp":1e300}', "timestamp must be epoch milliseconds, found 1e+300"],
    ['{"param":["lr"]}', "must be objects"],
    ['{"checkpoint":"","step":1}', "checkpoint must be a path"],
  ])("says what is wrong with %.60s", (text, problem) => {
    expect(parseMetricLine(text)).toEqual({ problem: expect.stringContaining(problem) });
  });
});

test("numbers are taken from texts only where they are nothing else", () => {
  expect(["", "0x10", "1,5", " 2 ", "+.5", "--1", "-INF", "nan"].map(metricValue)).toEqual([
    ...[undefined, undefined, undefined, 2, 0.5, undefined, -Infinity, Number.NaN],
  ]);
});
