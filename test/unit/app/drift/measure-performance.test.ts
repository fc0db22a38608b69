import { expect, test } from "vitest";
import { measurePerformance, performanceColumns } from "../../../../src/app/drift/measure-performance.js";
import type { ComparedFigure, Performance } from "../../../../src/drift/performance.js";
import { readMonitor } from "../../../../src/drift/read-monitor.js";
import type { TableSource } from "../../../../src/duckdb/table-source.js";
import { driftFixture } from "../../../support/drift-fixture.js";
import { openTable } from "../../../support/open-table.js";
import { expectClose, expectInterval } from "../../../support/stats-fixture.js";

interface Figure {
  readonly value: number;
  readonly interval: readonly [number, number];
}
type Figures = Readonly<Record<string, Figure>>;
type Row = readonly (number | string)[];

const fixture = driftFixture<{
  readonly binary: {
    readonly rows: readonly (readonly Row[])[];
    readonly before: Figures;
    readonly now: Figures;
    readonly difference: Readonly<Record<string, readonly [number, number]>>;
  };
  readonly many: { readonly rows: readonly Row[]; readonly f1: Figure };
  readonly numbers: { readonly rows: readonly Row[]; readonly mae: Figure; readonly rmse: Figure };
}>("figures");

function csvOf(header: string, rows: readonly Row[]): string {
  return [header, ...rows.map((row) => row.join(",")), ""].join("\n");
}

async function performanceOf(
  kind: "categorical" | "numeric",
  now: TableSource,
  before?: TableSource,
): Promise<Performance | undefined> {
  const columns = `  said: {kind: ${kind}, role: prediction}\n  truth: {kind: ${kind}, role: label}\n  score: {kind: numeric}\n`;
  const monitor = readMonitor(`columns:\n${columns}performance: {score: score}\n`, "m", "m.drift.yaml");
  const found = performanceColumns(now, monitor, { rows: 0, columns: [] });
  return found && measurePerformance(now, before, found, monitor);
}

function figure(
  performance: Performance | undefined,
  name: ComparedFigure["name"],
): ComparedFigure | undefined {
  return performance?.figures.find((each) => each.name === name);
}

function expectFigure(figure: Figure | undefined, expected: Figure | undefined): void {
  expectClose(figure?.value, expected?.value ?? Number.NaN);
  expectInterval(figure?.interval, expected?.interval ?? null);
}

test("accuracy, F1 and AUC, and how they have changed, have the intervals of scikit-learn, statsmodels and DeLong", async () => {
  const { rows, before, now, difference } = fixture.binary;
  const [then, later] = await Promise.all(
    rows.map((side, at) => openTable(`${at}.csv`, csvOf("truth,score,said", side))),
  );
  if (then === undefined || later === undefined) throw new Error("no fixture");
  const performance = await performanceOf("categorical", later, then);
  for (const name of ["accuracy", "f1", "roc_auc"] as const) {
    const found = figure(performance, name);
    expectFigure(found?.baseline, before[name]);
    expectFigure(found?.current, now[name]);
    expectInterval(found?.difference?.interval, difference[name] ?? null);
  }
});

test("F1 of several labels has the interval of a jackknife over rows by scikit-learn", async () => {
  const { rows, f1 } = fixture.many;
  const performance = await performanceOf("categorical", await openTable("a.csv", csvOf("truth,said", rows)));
  expectFigure(figure(performance, "f1")?.current, f1);
});

test("errors of numbers have NumPy's intervals", async () => {
  const { rows, mae, rmse } = fixture.numbers;
  const performance = await performanceOf("numeric", await openTable("a.csv", csvOf("truth,said", rows)));
  expectFigure(figure(performance, "mae")?.current, mae);
  expectFigure(figure(performance, "rmse")?.current, rmse);
});

/** The rows of the fixture with the chance of what was said instead of that of yes. */
function confident(rows: readonly Row[]): Row[] {
  return rows.map(([truth = 0, score = 0, said = 0]) => [
    truth,
    said === 1 ? score : Number((1 - Number(score)).toFixed(2)),
    said,
  ]);
}

test("a score may be the chance of yes or of what was said: AUC and estimates are the same", async () => {
  const [, rows = []] = fixture.binary.rows;
  const [ofYes, ofSaid] = await Promise.all(
    [rows, confident(rows)].map(async (each) =>
      performanceOf("categorical", await openTable("a.csv", csvOf("truth,score,said", each))),
    ),
  );
  expectClose(figure(ofSaid, "roc_auc")?.current.value, fixture.binary.now["roc_auc"]?.value ?? Number.NaN);
  expect(ofYes?.estimate?.figures).toHaveLength(5);
  ofYes?.estimate?.figures?.forEach(({ name, value }, at) => {
    expect(ofSaid?.estimate?.figures?.[at]?.name).toBe(name);
    expectClose(ofSaid?.estimate?.figures?.[at]?.value, value);
  });
  expect(ofYes?.estimate).toMatchObject({ estimated: true, calibrated: false, positive: "1", n: 130 });
});

test("a score that is neither, or of three answers, gives an accuracy alone", async () => {
  const neither = csvOf("truth,score,said", [
    ["yes", 0.2, "yes"],
    ["no", 0.7, "no"],
    ["no", 0.9, "yes"],
  ]);
  const mixed = await performanceOf("categorical", await openTable("a.csv", neither));
  expect(mixed?.estimate?.value).toBeCloseTo((0.8 + 0.7 + 0.9) / 3, 12);
  expect(mixed?.estimate?.figures).toBeUndefined();
  const three = csvOf("truth,score,said", [
    ["a", 0.5, "a"],
    ["b", 0.6, "b"],
    ["c", 0.7, "c"],
  ]);
  const many = await performanceOf("categorical", await openTable("a.csv", three));
  expect(many?.estimate?.value).toBeCloseTo(0.6, 12);
  expect(many?.estimate?.figures).toBeUndefined();
});
