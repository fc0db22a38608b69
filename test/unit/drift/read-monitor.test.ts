import { expect, test } from "vitest";
import { MlxError } from "../../../src/core/errors.js";
import { readMonitor } from "../../../src/drift/read-monitor.js";
import { parseWindowLength } from "../../../src/drift/window-length.js";

const read = (text: string) => readMonitor(text, "m", "m.drift.yaml");

function problemsOf(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof MlxError)
      return error.problems.map(({ line, column, message }) => `${line}:${column}: ${message}`);
  }
  return [];
}

test("what a monitor leaves out has the usual settings", () => {
  const monitor = read("columns:\n  a: {kind: numeric}\n  t: {kind: timestamp}\n  id: ignore\n");
  expect(monitor).toMatchObject({
    effectAlone: 10_000,
    leastRows: 30,
    dataset: { columns: 1 },
    tests: { numeric: ["wasserstein", "ks"], categorical: ["total_variation", "chi_square"] },
    thresholds: { wasserstein: 0.1, ks: 0.05 },
  });
  expect(monitor.columns.map(({ name, role, ignored }) => [name, role, ignored])).toEqual([
    ["a", "feature", false],
    ["t", "timestamp", false],
    ["id", "feature", true],
  ]);
  expect(monitor.locateColumn("t")).toMatchObject({ line: 3, column: 3 });
});

test("everything that can be set is read", () => {
  const monitor = read(`mlx: 1
kind: drift-monitor
data: data/x.csv
columns:
  a: {kind: numeric, tests: [psi], thresholds: {psi: 0.25}, redact: drop}
  p: {kind: categorical, role: prediction}
  y: {kind: categorical, role: label}
  s: {kind: numeric}
  t: {kind: timestamp}
tests: {categorical: hellinger}
thresholds: {hellinger: 0.2}
changes: {missingness: 0.01}
rows: {least: 100, effectAlone: 5000}
dataset: {share: 0.5}
alerts:
  - {name: labels, roles: [label], verdict: warning, then: drift}
  - {name: some, columns: [a, p], count: 2, then: warning}
window: {column: t, length: 1mo}
segments: [p]
performance: {score: s, threshold: 0.1}
`);
  expect(monitor).toMatchObject({
    data: "data/x.csv",
    tests: { categorical: ["hellinger"], numeric: ["wasserstein", "ks"] },
    thresholds: { hellinger: 0.2, wasserstein: 0.1 },
    limits: { missingness: 0.01, new_categories: 0.05 },
    leastRows: 100,
    effectAlone: 5000,
    dataset: { share: 0.5 },
    window: { column: "t", length: "1mo" },
    segments: ["p"],
    performance: { score: "s", threshold: 0.1 },
  });
  expect(monitor.columns[0]).toMatchObject({ tests: ["psi"], thresholds: { psi: 0.25 }, redact: "drop" });
  expect(monitor.alerts).toEqual([
    { name: "labels", roles: ["label"], verdict: "warning", needs: { columns: 1 }, raisesTo: "drift" },
    { name: "some", columns: ["a", "p"], verdict: "drift", needs: { columns: 2 }, raisesTo: "warning" },
  ]);
});

test.each([
  ["", "1:1: expected a mapping with mlx, kind and columns"],
  ["columns: {}\n", "1:10: columns: name at least one"],
  ["mlx: 2\ncolumns: {a: {kind: numeric}}\n", "1:6: the monitor is of version 2"],
  ["kind: schema\ncolumns: {a: {kind: numeric}}\n", "1:7: kind: expected drift-monitor"],
  ["columns: {a: {}}\n", "1:14: columns.a: kind is missing"],
  ["columns: {a: {kind: numeric, tests: [chi_sqare]}}\n", "expected one of"],
  [
    "columns: {a: {kind: numeric, role: text}}\n",
    "role text is for columns of kind text; this one is numeric",
  ],
  [
    "columns: {a: {kind: numeric, role: label}, b: {kind: numeric, role: label}}\n",
    "two columns have the role label",
  ],
  [
    "columns: {a: {kind: numeric}}\nthresholds: {ks: 0}\n",
    "2:18: thresholds.ks: expected a number above 0 and at most 1, found 0",
  ],
  [
    "columns: {a: {kind: numeric, thresholds: {total_variation: 10}}}\n",
    "1:60: columns.a.thresholds.total_variation: expected a number above 0 and at most 1, found 10",
  ],
  [
    "columns: {a: {kind: numeric}}\ndataset: {share: 50}\n",
    "2:18: dataset.share: expected a share above 0 and at most 1, found 50",
  ],
  [
    "columns: {a: {kind: numeric}}\nwindow: {column: a, length: 1 parsec}\n",
    "window.length: expected such as 6h",
  ],
  ["columns: {a: {kind: numeric}}\nsegments: [aa]\n", "did you mean a?"],
  [
    "columns: {a: {kind: numeric}}\nrows: {least: 1.5}\n",
    "2:15: rows.least: expected a whole number, 1 or more, found 1.5",
  ],
  ["columns: {a: {kind: numeric}, a: {kind: text}}\n", 'the key "a" is given twice'],
  ["columns:\n\ta: 1\n", "a tab is used to indent"],
])("%j is refused where it is wrong", (text, message) => {
  expect(problemsOf(text).join("\n")).toContain(message);
});

test("lengths of windows are of time or of numbers", () => {
  expect(parseWindowLength("1mo")).toEqual({ kind: "time", interval: "1 months" });
  expect(parseWindowLength("2q")).toEqual({ kind: "time", interval: "6 months" });
  expect(parseWindowLength("15min")).toEqual({ kind: "time", interval: "15 minutes" });
  expect(parseWindowLength("0.5")).toEqual({ kind: "number", width: 0.5 });
  for (const wrong of ["", "0d", "1.5h", "d", "-1d", "1 fortnight", "1d; DROP"])
    expect(parseWindowLength(wrong)).toBeUndefined();
});
