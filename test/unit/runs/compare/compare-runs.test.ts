import { expect, test } from "vitest";
import { sha256Of } from "../../../../src/core/sha256.js";
import { compareRuns } from "../../../../src/runs/compare/compare-runs.js";
import type { RunRecord } from "../../../../src/runs/types.js";
import { wholeRun } from "../../../../src/runs/whole-run.js";
import { latestOf, plainRecord } from "../../../support/seeded-runs.js";

const none = { higher: [], lower: [] };
const compare = (records: readonly Partial<RunRecord>[], choice: Parameters<typeof compareRuns>[1] = none) =>
  compareRuns(
    records.map((parts, index) => wholeRun(plainRecord(index, parts), undefined, [])),
    choice,
  );
const metrics = (...values: Record<string, number>[]) =>
  compare(values.map((it) => ({ metrics: latestOf(it) }))).metrics;

test("parameters that differ come first; one that a run lacks differs", () => {
  const { params } = compare([{ params: { a: "1", b: "1", c: "1" } }, { params: { a: "1", b: "2" } }]);
  expect(params).toEqual([
    { key: "b", values: ["1", "2"], differs: true },
    { key: "c", values: ["1", undefined], differs: true },
    { key: "a", values: ["1", "1"], differs: false },
  ]);
});

test("a metric's delta is against the first run, absolute and as a share, and better where the name tells", () => {
  const [loss] = metrics({ loss: 0.5 }, { loss: 0.4 }, { loss: 0.75 });
  expect(loss?.deltas[0]).toBeUndefined();
  expect(loss?.deltas[1]?.absolute).toBeCloseTo(-0.1);
  expect(loss?.deltas[1]?.relative).toBeCloseTo(-0.2);
  expect(loss?.deltas.map((delta) => delta?.better)).toEqual([undefined, true, false]);
  expect(loss?.best).toEqual([1]);
});

test("where the direction is not known nothing is called better, unless the person says", () => {
  const [margin] = metrics({ margin: 1 }, { margin: 2 });
  expect([margin?.deltas[1]?.better, margin?.best]).toEqual([undefined, []]);
  const told = compare([{ metrics: latestOf({ loss: 1 }) }, { metrics: latestOf({ loss: 2 }) }], {
    higher: ["loss"],
    lower: [],
  });
  expect(told.metrics[0]?.deltas[1]?.better).toBe(true);
});

test("a share of zero is not told, and of a negative value its sign is that of the difference", () => {
  expect(metrics({ loss: 0 }, { loss: 1 })[0]?.deltas[1]).toEqual({ absolute: 1, better: false });
  expect(metrics({ x: -2 }, { x: -1 })[0]?.deltas[1]).toEqual({ absolute: 1, relative: 0.5 });
});

test("NaN is worse than any value, equal to itself, and never the best", () => {
  const [loss] = metrics({ loss: Number.NaN }, { loss: 1 }, { loss: Number.NaN });
  expect([loss?.deltas[1]?.better, loss?.deltas[2]?.absolute, loss?.best]).toEqual([true, 0, [1]]);
  expect(metrics({ loss: Number.NaN }, { loss: Number.NaN })[0]?.differs).toBe(false);
});

test("runs that tie are all the best", () => {
  expect(metrics({ acc: 1 }, { acc: 2 }, { acc: 2 })[0]?.best).toEqual([1, 2]);
});

test("data differs by path, and data that was changed after tracking is another one", () => {
  const pointers = [{ path: "data/a.csv", sha256: sha256Of("a"), size: 1, kind: "file" }] as const;
  const { data } = compare([
    { context: { data: { pointers, modified: [] } } },
    { context: { data: { pointers, modified: ["data/a.csv"] } } },
  ]);
  expect(data).toEqual([
    { key: "data/a.csv", values: [sha256Of("a"), `${sha256Of("a")} (modified)`], differs: true },
  ]);
});

test("packages and the interpreter are compared, where one run knows nothing too", () => {
  const python = (version: string, packages: Record<string, string>) => ({
    context: { environment: { interpreter: { name: "python", version, path: "/p", packages } } },
  });
  const { environment, packages } = compare([
    python("3.11", { numpy: "1.0", torch: "2.0" }),
    python("3.12", { numpy: "2.0" }),
    {},
  ]);
  expect(environment).toEqual([
    { key: "interpreter", values: ["python 3.11", "python 3.12", undefined], differs: true },
  ]);
  expect(packages.map(({ key, values }) => [key, ...values])).toEqual([
    ["numpy", "1.0", "2.0", undefined],
    ["torch", "2.0", undefined, undefined],
  ]);
});

test("keys named like members of every object are keys like others", () => {
  const { params } = compare([{ params: { constructor: "1" } }, { params: {} }]);
  expect(params).toEqual([{ key: "constructor", values: ["1", undefined], differs: true }]);
});
