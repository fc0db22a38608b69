import { benjaminiHochberg } from "../stats/drift/benjamini-hochberg.js";
import { columnTests } from "./column-tests.js";
import { datasetVerdict } from "./dataset-verdict.js";
import { decideTests, isSignificanceOf } from "./decide-tests.js";
import { byDistance } from "./distance.js";
import { judgeColumn } from "./judge-column.js";
import type { DriftMonitor, MonitorColumn } from "./monitor.js";
import type { DataProfile, NamedProfile } from "./profile.js";
import { valuesIn } from "./profile-counts.js";
import { type CurrentColumn, isReordered, renameHint, typeChange } from "./schema-changes.js";
import { judgeChange, type MeasuredChange, measureChanges } from "./value-changes.js";
import type { ColumnChange, ColumnDrift, DriftReport, DriftTest } from "./verdict.js";

/** The data that is checked. */
export interface CurrentData {
  /** On the baseline's knots; columns that cannot be profiled as their kind are not in it. */
  readonly profile: DataProfile;
  /** All columns of the data, in its order. */
  readonly columns: readonly CurrentColumn[];
  /** Tests by column that need the values of the baseline's data; those that its profile makes too are passed over. */
  readonly rawTests?: ReadonlyMap<string, readonly DriftTest[]>;
}

/** Level of significance of changes. */
const significance = 0.05;

/** A column of the monitor that the baseline knows, with what was measured before anything is decided. */
interface Measured {
  readonly column: MonitorColumn;
  readonly baseline: NamedProfile;
  readonly current?: NamedProfile;
  readonly tests: readonly DriftTest[];
  readonly schema: readonly ColumnChange[];
  readonly changes: readonly MeasuredChange[];
}

/**
 * Compares data with a baseline, as a monitor asks.
 *
 * A numeric column drifts if W1/σ is 0.1 or more and the q-value of Kolmogorov and Smirnov at most 0.05; a categorical one if total
 * variation is 0.1 or more and the q-value of chi-square at most 0.05; the monitor may choose other tests. With more than 10,000 rows on both
 * sides the effect alone decides, with fewer than 30 nothing is said. q-values are those of Benjamini and Hochberg over the deciding tests
 * of all columns.
 */
export function checkDrift(baseline: DataProfile, current: CurrentData, monitor: DriftMonitor): DriftReport {
  const looked = monitor.columns.filter((column) => !column.ignored);
  const known = new Map(baseline.columns.map((column) => [column.name, column]));
  const found = new Map(current.columns.map((column) => [column.name, column]));
  const profiles = new Map(current.profile.columns.map((column) => [column.name, column]));
  const fresh = current.columns.map(({ name }) => name).filter((name) => !known.has(name));
  const measured = looked.flatMap((column): Measured[] => {
    const { name } = column;
    const before = known.get(name);
    if (before === undefined) return [];
    const now = found.get(name);
    const raw = current.rawTests?.get(name) ?? [];
    if (now !== undefined) return [measure(column, before, now, profiles.get(name), raw, monitor)];
    return [{ column, baseline: before, tests: [], changes: [], schema: [removed(name, fresh)] }];
  });
  const columns = [...judgeAll(measured, monitor), ...addedColumns(baseline, current, monitor)].sort(
    byDistance,
  );
  const rows = { baseline: baseline.rows, current: current.profile.rows };
  return {
    ...datasetVerdict(columns, rows, monitor),
    rows,
    columns,
    notes: notesOf(baseline, current),
  };
}

function measure(
  column: MonitorColumn,
  baseline: NamedProfile,
  now: CurrentColumn,
  current: NamedProfile | undefined,
  raw: readonly DriftTest[],
  monitor: DriftMonitor,
): Measured {
  const type = typeChange(baseline.type, now, column.kind);
  const schema = type === undefined ? [] : [type];
  if (current === undefined) return { column, baseline, tests: [], changes: [], schema };
  const thresholds = { ...monitor.thresholds, ...column.thresholds };
  const hasBoth = valuesIn(baseline.profile) > 0 && valuesIn(current.profile) > 0;
  const tests = hasBoth ? columnTests(column.kind, baseline.profile, current.profile, thresholds) : [];
  return {
    column,
    baseline,
    current,
    schema,
    tests: [
      ...tests,
      ...raw.filter(({ name }) => tests.length > 0 && !tests.some((test) => test.name === name)),
    ],
    // That time goes on is no change.
    changes: measureChanges(baseline, current, monitor.limits).filter(
      ({ what }) => column.role !== "timestamp" || what !== "out_of_range",
    ),
  };
}

/** @param fresh columns that the baseline lacks. */
function removed(name: string, fresh: readonly string[]): ColumnChange {
  return {
    what: "column_removed",
    message: `the column is gone${renameHint(name, fresh)}`,
    verdict: "drift",
  };
}

function judgeAll(measured: readonly Measured[], monitor: DriftMonitor): ColumnDrift[] {
  const decided = measured.map((item) => decideTests(item.tests, item.column, countsOf(item), monitor));
  const family = decided.flatMap((tests) => tests.filter(isSignificanceOf));
  const qValues = benjaminiHochberg(family.map((test) => test.pValue ?? 1));
  const corrected = new Map(family.map((test, place) => [test, qValues[place] ?? 1]));
  const changes = measured.flatMap((item) => item.changes);
  const changeQs = benjaminiHochberg(changes.map(({ pValue }) => pValue));
  const changeQ = new Map(changes.map((change, place) => [change, changeQs[place] ?? 1]));
  const rule = { leastRows: monitor.leastRows, effectAlone: monitor.effectAlone, significance };
  return measured.map((item, place) => {
    const tests = (decided[place] ?? []).map((test) => {
      const qValue = corrected.get(test);
      return qValue === undefined ? test : { ...test, qValue, drifted: qValue <= test.threshold };
    });
    const rows = { baseline: item.baseline.profile.rows, current: item.current?.profile.rows ?? 0 };
    const judged = item.changes.flatMap(
      (change) => judgeChange(change, changeQ.get(change) ?? 1, rows, rule) ?? [],
    );
    return judgeColumn({
      column: item.column,
      isAwaited: isAwaited(item),
      baseline: item.baseline.profile,
      ...(item.current && { current: item.current.profile }),
      isRedacted: item.baseline.redact !== undefined || item.column.redact !== undefined,
      tests,
      changes: isAwaited(item) ? [] : [...item.schema, ...judged],
      leastRows: monitor.leastRows,
    });
  });
}

/** Labels come later than what they are about. */
function isAwaited({ column, current, schema }: Measured): boolean {
  if (column.role !== "label") return false;
  if (current === undefined) return schema.some(({ what }) => what === "column_removed");
  return current.profile.rows > 0 && current.profile.nulls === current.profile.rows;
}

function countsOf({ baseline, current }: Measured): { baseline: number; current: number } {
  return {
    baseline: valuesIn(baseline.profile),
    current: current === undefined ? 0 : valuesIn(current.profile),
  };
}

function addedColumns(baseline: DataProfile, { columns }: CurrentData, monitor: DriftMonitor): ColumnDrift[] {
  const known = new Set([
    ...baseline.columns.map(({ name }) => name),
    ...monitor.columns.map(({ name }) => name),
  ]);
  const present = new Set(columns.map(({ name }) => name));
  const gone = baseline.columns.map(({ name }) => name).filter((name) => !present.has(name));
  return columns
    .filter(({ name }) => !known.has(name))
    .map(({ name, type }) => {
      const message = `the column is new (${type})${renameHint(name, gone)}`;
      return {
        name,
        kind: "new",
        role: "feature",
        verdict: "warning",
        reason: message,
        rows: 0,
        tests: [],
        changes: [{ what: "column_added", message, verdict: "warning" }],
      };
    });
}

function notesOf(baseline: DataProfile, { columns }: CurrentData): string[] {
  const isTurned = isReordered(
    baseline.columns.map(({ name }) => name),
    columns.map(({ name }) => name),
  );
  return isTurned ? ["the columns come in another order; they are told apart by their names"] : [];
}
