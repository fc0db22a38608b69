import { describe, expect, test } from "vitest";
import { sha256Of } from "../../../src/core/sha256.js";
import { cannotRun, type Ending, gradeReproduction, type Reproduced } from "../../../src/runs/grade.js";
import { type MetricHistory, metricAgreements } from "../../../src/runs/metric-agreement.js";
import { outputAgreements } from "../../../src/runs/output-agreement.js";

const finished: Ending = { status: "finished", exitCode: 0 };
const [one, other] = [sha256Of("one"), sha256Of("other")];

function outputs(recorded: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>) {
  const digests = (texts: Readonly<Record<string, string>>) =>
    Object.entries(texts).map(([path, text]) => (text === "" ? { path } : { path, sha256: sha256Of(text) }));
  return outputAgreements(digests(recorded), digests(now));
}

function history(...values: number[]): MetricHistory {
  return { latest: values.at(-1) ?? 0, points: values.map((value, step) => ({ step, value })) };
}

function metrics(
  recorded: Readonly<Record<string, MetricHistory>>,
  now: Readonly<Record<string, MetricHistory>>,
  tolerance = 1e-6,
) {
  return metricAgreements(new Map(Object.entries(recorded)), new Map(Object.entries(now)), tolerance);
}

function graded(run: Partial<Reproduced>) {
  return gradeReproduction({
    recorded: finished,
    now: finished,
    outputs: [],
    metrics: [],
    environment: [],
    ...run,
  });
}

describe("outputs", () => {
  test("are set side by side by path, those that are missing on one side too", () => {
    expect(outputs({ b: "one", a: "one" }, { b: "other", c: "one" })).toEqual([
      { path: "a", recorded: one, now: null, same: false },
      { path: "b", recorded: one, now: other, same: false },
      { path: "c", recorded: null, now: one, same: false },
    ]);
  });

  test("all the same grade identical, whatever the metrics say", () => {
    const run = {
      outputs: outputs({ m: "one" }, { m: "one" }),
      metrics: metrics({ s: history(1) }, { s: history(9) }),
    };
    expect(graded(run)).toEqual({ grade: "identical", verdict: "identical outputs", reasons: [] });
  });

  test("that differ are named, and the metrics decide how much it matters", () => {
    const differing = outputs({ m: "one", gone: "one" }, { m: "other", gone: "" });
    const within = metrics({ loss: history(0.5) }, { loss: history(0.5 + 1e-8) });
    expect(graded({ outputs: differing, metrics: within })).toEqual({
      grade: "within_tolerance",
      verdict: "metrics within tolerance",
      reasons: ["gone was not written", "m has other content"],
    });
    const beyond = metrics({ loss: history(0.5) }, { loss: history(0.6) });
    expect(graded({ outputs: differing, metrics: beyond })).toMatchObject({
      grade: "different",
      reasons: ["gone was not written", "m has other content", "loss was 0.5 and is 0.6"],
    });
  });

  test("without metrics to fall back on are different", () => {
    expect(graded({ outputs: outputs({ m: "one" }, { m: "other" }) }).grade).toBe("different");
  });

  test("that neither run wrote are none to compare", () => {
    const empty = outputs({ m: "" }, { m: "" });
    expect(graded({ outputs: empty, metrics: metrics({ l: history(1) }, { l: history(1) }) }).verdict).toBe(
      "identical metrics",
    );
  });
});

describe("metrics alone", () => {
  test("with the same values at the same steps are identical, and it is said that nothing else was compared", () => {
    const same = metrics({ l: history(3, 2, Number.NaN) }, { l: history(3, 2, Number.NaN) });
    expect(graded({ metrics: same })).toEqual({
      grade: "identical",
      verdict: "identical metrics",
      reasons: ["no outputs were declared: only metrics were compared"],
    });
  });

  test("with the same end by another way are within tolerance", () => {
    expect(graded({ metrics: metrics({ l: history(3, 1) }, { l: history(2, 1) }) }).grade).toBe(
      "within_tolerance",
    );
  });

  test("that one of the runs lacks are different", () => {
    expect(graded({ metrics: metrics({ a: history(1) }, {}) }).reasons).toEqual(["a was not logged"]);
    expect(graded({ metrics: metrics({}, { a: history(1) }) }).reasons).toEqual([
      "a was not logged by the recorded run",
    ]);
  });

  test("and none of them: only the exit can be compared", () => {
    expect(graded({})).toMatchObject({ grade: "identical", verdict: "same exit" });
  });
});

describe("tolerance", () => {
  const within = (a: number, b: number, tolerance: number) =>
    metrics({ m: history(a) }, { m: history(b) }, tolerance)[0]?.within;

  test.each([
    [100, 100.9, 0.01, true],
    [100, 102, 0.01, false],
    [-100, -100.9, 0.01, true],
    [1, -1, 0.5, false],
    [0, 1e-13, 1e-6, true],
    [0, 1e-9, 1e-6, false],
    [0, -0, 0, true],
    [Number.NaN, Number.NaN, 0, true],
    [Number.NaN, 1, 1, false],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, true],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1, false],
    [Number.POSITIVE_INFINITY, 1e308, 1, false],
  ])("%d and %d at %d: %s", (a, b, tolerance, expected) => {
    expect(within(a, b, tolerance)).toBe(expected);
  });

  test("the order in which points of one step were logged does not count, their number does", () => {
    const points = (...values: number[]): MetricHistory => ({
      latest: 2,
      points: values.map((value) => ({ step: 0, value })),
    });
    expect(metrics({ m: points(1, 2, Number.NaN) }, { m: points(Number.NaN, 2, 1) })[0]?.sameHistory).toBe(
      true,
    );
    expect(metrics({ m: points(1, 2, 2) }, { m: points(1, 2) })[0]?.sameHistory).toBe(false);
  });

  test("differences are told from the recorded value", () => {
    expect(metrics({ m: history(2) }, { m: history(1.5) })[0]).toMatchObject({
      recorded: 2,
      now: 1.5,
      difference: -0.5,
    });
  });
});

describe("environment", () => {
  const difference = { what: "interpreter", recorded: "node 18", now: "node 20" };
  const changed = { outputs: outputs({ m: "one" }, { m: "other" }) };

  test("counts where results differ", () => {
    expect(graded({ ...changed, environment: [difference] })).toMatchObject({
      grade: "environment_differs",
      verdict: "environment differs",
    });
    expect(graded({ environment: [difference] }).grade).toBe("identical");
  });

  test("that nobody knows may be the cause, and that is said", () => {
    const { grade, reasons } = graded({ ...changed, environment: undefined });
    expect(grade).toBe("different");
    expect(reasons.at(-1)).toContain("may be the cause");
  });
});

describe("the exit", () => {
  test("must be the same, whatever was written", () => {
    const run = {
      now: { status: "failed", exitCode: 3 } as const,
      outputs: outputs({ m: "one" }, { m: "one" }),
    };
    expect(graded(run)).toMatchObject({
      grade: "different",
      reasons: ["it finished with exit code 0, and now it failed with exit code 3"],
    });
  });

  test("a failure that fails again in the same way is reproduced", () => {
    const failed: Ending = { status: "failed", exitCode: 3 };
    expect(graded({ recorded: failed, now: failed }).grade).toBe("identical");
  });

  test("by a signal is named by it", () => {
    expect(graded({ now: { status: "killed", signal: "SIGKILL" } }).reasons).toEqual([
      "it finished with exit code 0, and now it was ended by SIGKILL",
    ]);
  });
});

test("a run that cannot run keeps its reasons", () => {
  expect(cannotRun(["its data is gone"])).toEqual({
    grade: "cannot_run",
    verdict: "cannot run",
    reasons: ["its data is gone"],
  });
});
