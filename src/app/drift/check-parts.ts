import { checkDrift } from "../../drift/check.js";
import type { CheckedPart, CheckedSegments, CheckedWindows } from "../../drift/checked.js";
import { distanceOf } from "../../drift/distance.js";
import type { DriftMonitor, WindowRule } from "../../drift/monitor.js";
import type { DataProfile } from "../../drift/profile.js";
import type { DriftReport } from "../../drift/verdict.js";
import { partOfSource } from "../../duckdb/part-of-source.js";
import { profileSource } from "../../duckdb/profile-source.js";
import type { TableSource } from "../../duckdb/table-source.js";
import { profileCurrent } from "./profile-current.js";
import { redactParts } from "./redact-parts.js";
import { type Part, segmentCondition, segmentsOf, windowsOf } from "./window-sql.js";

/** More are not checked: each is a check of its own. */
const mostWindows = 400;
const mostSegments = 100;
const toldColumns = 5;

/** What parts are checked against. */
export interface Comparison {
  readonly source: TableSource;
  readonly monitor: DriftMonitor;
  readonly baseline: DataProfile;
  readonly progress: (done: number, of: number) => void;
}

/** Checks the latest windows by themselves. */
export async function checkWindows(
  comparison: Comparison,
  { column, length }: WindowRule,
): Promise<CheckedWindows> {
  const all = await windowsOf(comparison.source, column, length);
  const windows = all.slice(-mostWindows);
  const parts: CheckedPart[] = [];
  for (const window of windows) {
    parts.push(await checkPart(comparison, window, column, comparison.baseline));
    comparison.progress(parts.length, windows.length);
  }
  return {
    column,
    length,
    parts: toldParts(parts, comparison, column),
    skipped: all.length - windows.length,
  };
}

/**
 * Checks the largest segments by themselves, each against the same segment of the baseline's data.
 * @param raw the data that the baseline was made of; without it each is held against the whole baseline.
 */
export async function checkSegments(
  comparison: Comparison,
  column: string,
  raw: TableSource | undefined,
): Promise<CheckedSegments> {
  const all = await segmentsOf(comparison.source, column);
  const segments = all.slice(0, mostSegments);
  const own = raw?.columns.some(({ name }) => name === column) ? raw : undefined;
  const parts: CheckedPart[] = [];
  for (const segment of segments) {
    const before =
      own === undefined
        ? comparison.baseline
        : await profileSegment(own, comparison, segmentCondition(column, segment.value), column);
    parts.push(await checkPart(comparison, segment, column, before));
    comparison.progress(parts.length, segments.length);
  }
  return {
    column,
    against: own === undefined ? "whole" : "segment",
    parts: toldParts(parts, comparison, column),
    skipped: all.length - segments.length,
  };
}

/** What tells the parts of a redacted column apart are its values: they stay out of reports. */
function toldParts(parts: readonly CheckedPart[], { monitor }: Comparison, column: string) {
  const redact = monitor.columns.find(({ name }) => name === column)?.redact;
  return redact === undefined ? parts : redactParts(parts, redact);
}

async function profileSegment(
  raw: TableSource,
  { monitor, baseline }: Comparison,
  condition: string,
  column: string,
): Promise<DataProfile> {
  const part = await partOfSource(raw, condition);
  try {
    const known = new Set(baseline.columns.map(({ name }) => name));
    const redactions = new Map(baseline.columns.map(({ name, redact }) => [name, redact]));
    const columns = monitor.columns.flatMap(({ name, kind, ignored, redact = redactions.get(name) }) =>
      ignored || !known.has(name) || name === column ? [] : [{ name, kind, ...(redact && { redact }) }],
    );
    return await profileSource(part, columns);
  } finally {
    await part.close();
  }
}

/** @param column that tells the parts apart: within one it is constant, or moves on. */
async function checkPart(
  { source, monitor }: Comparison,
  part: Part,
  column: string,
  baseline: DataProfile,
): Promise<CheckedPart> {
  const without = { ...baseline, columns: baseline.columns.filter(({ name }) => name !== column) };
  const rows = await partOfSource(source, part.condition);
  try {
    const looked = {
      ...monitor,
      columns: monitor.columns.map((each) => (each.name === column ? { ...each, ignored: true } : each)),
    };
    const current = await profileCurrent(rows, looked, without);
    return partOf(part, checkDrift(without, current, looked));
  } finally {
    await rows.close();
  }
}

function partOf({ label, until, rows }: Part, report: DriftReport): CheckedPart {
  return {
    label,
    ...(until !== undefined && { until }),
    rows,
    verdict: report.verdict,
    reason: report.reason,
    columns: report.columns
      .slice(0, toldColumns)
      .map((column) => ({ name: column.name, verdict: column.verdict, distance: distanceOf(column) })),
  };
}
