import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import type { DriftBaseline } from "../../drift/baseline.js";
import { type CurrentData, checkDrift } from "../../drift/check.js";
import { type CheckedData, multivariateText } from "../../drift/checked.js";
import { worstVerdict } from "../../drift/distance.js";
import { drawnColumns } from "../../drift/drawn-columns.js";
import type { DriftMonitor, WindowRule } from "../../drift/monitor.js";
import type { MultivariateTest } from "../../drift/multivariate-tests.js";
import type { Performance } from "../../drift/performance.js";
import type { DataProfile } from "../../drift/profile.js";
import type { DriftReport } from "../../drift/verdict.js";
import type { App } from "../app.js";
import { openBaselineData } from "./baseline-data.js";
import { type Comparison, checkSegments, checkWindows } from "./check-parts.js";
import { measurePerformance, performanceColumns } from "./measure-performance.js";
import { type DataSource, openDataSource } from "./open-data.js";
import { profileCurrent } from "./profile-current.js";
import { compareRaw, type RawTests } from "./raw-rows.js";
import { requireColumns } from "./require-columns.js";

export interface CheckRequest {
  readonly monitor: DriftMonitor;
  readonly baseline: DriftBaseline;
  /** As typed. */
  readonly data: string;
  /** Bytes to check instead of those at the path; SHA-256. */
  readonly sha256?: string;
  readonly window?: WindowRule;
  readonly segments: readonly string[];
  /** Whether to measure how good predictions are. */
  readonly performance: boolean;
  /** Whether to compare values with those of the baseline's data, too. */
  readonly raw?: boolean;
}

/** What `CheckedData` has, before it is given an id and a place in history. */
export type CheckOutcome = Omit<CheckedData, "id" | "started" | "git">;

/** Checks a data file against a baseline. @throws as `openDataSource`, and for columns that are named and not there. */
export async function checkData(app: App, request: CheckRequest): Promise<CheckOutcome> {
  const { monitor, baseline, sha256 } = request;
  const anyOrder = !needsOrder(request);
  const source = await openDataSource(app, request.data, {
    anyOrder,
    ...(sha256 !== undefined && { sha256 }),
  });
  const close = app.onEnd(() => source.close());
  try {
    requireColumns(source);
    // Hashing goes on beside profiling; a failure of the latter must not leave this one unheard.
    const digest = source.digest();
    digest.catch(() => undefined);
    const profiled = await profileCurrent(source, monitor, baseline.profile);
    const raw = request.raw === true ? await rawTests(app, source, request) : undefined;
    const current: CurrentData = { ...profiled, ...(raw && { rawTests: raw.columns }) };
    const report = withTogether(checkDrift(baseline.profile, current, monitor), raw?.multivariate ?? []);
    const extra = await checkMore(app, source, request, profiled.profile);
    return {
      monitor: monitor.name,
      data: { path: request.data, sha256: await digest },
      baseline: { ...baseline.data, digest: baseline.digest, created: baseline.created },
      report: withPerformance(report, extra.performance),
      ...extra,
      ...(raw && { multivariate: raw.multivariate }),
      drawn: drawnColumns(report, baseline.profile, current.profile),
    };
  } finally {
    close();
    await source.close();
  }
}

/** Whether more than counts and sums is looked at: rows one after the other, or texts and vectors, also of parts. */
function needsOrder({ monitor, raw, performance }: CheckRequest): boolean {
  const looked = monitor.columns.filter(({ ignored }) => !ignored);
  if (raw === true || (performance && looked.some(({ role }) => role === "prediction"))) return true;
  return looked.some(({ kind }) => kind === "text" || kind === "embedding");
}

/** @throws {MlxError} `MLX_NO_BASELINE_DATA`, exit 2. */
async function rawTests(
  app: App,
  source: DataSource,
  { monitor, baseline }: CheckRequest,
): Promise<RawTests> {
  const raw = await openBaselineData(app, baseline, source);
  if (raw === undefined) {
    throw new MlxError(
      "MLX_NO_BASELINE_DATA",
      `the data of the baseline, ${displayPath(baseline.data.path)}, are not at hand`,
      {
        hint: "fetch them, or leave --raw out: profiles do without them",
        exitCode: 2,
      },
    );
  }
  try {
    return await compareRaw(source, raw, monitor, baseline.profile);
  } finally {
    await raw.close();
  }
}

/** What no column shows alone is a warning: which column it is, nobody can say. */
function withTogether(report: DriftReport, tests: readonly MultivariateTest[]): DriftReport {
  const found = tests.find(({ drifted }) => drifted);
  if (found === undefined || report.verdict !== "ok") return report;
  return { ...report, verdict: "warning", reason: `no column drifted by itself; ${multivariateText(found)}` };
}

async function checkMore(
  app: App,
  source: DataSource,
  { monitor, baseline, window, segments, performance }: CheckRequest,
  profile: DataProfile,
): Promise<Pick<CheckedData, "windows" | "segments" | "performance">> {
  const columns = performance ? performanceColumns(source, monitor, profile) : undefined;
  const needsRaw = segments.length > 0 || columns !== undefined;
  const raw = needsRaw ? await openBaselineData(app, baseline, source) : undefined;
  const close = app.onEnd(async () => raw?.close());
  try {
    const shown = app.ui.progress("checking windows and segments");
    const comparison: Comparison = {
      source,
      monitor,
      baseline: baseline.profile,
      progress: (done, of) => shown.remark(`${done} of ${of}`),
    };
    const windows = window && (await checkWindows(comparison, window));
    const parts = [];
    for (const column of segments) parts.push(await checkSegments(comparison, column, raw));
    app.ui.endProgress();
    const measured = columns && (await measurePerformance(source, raw, columns, monitor));
    return {
      ...(windows && { windows }),
      ...(parts.length > 0 && { segments: parts }),
      ...(measured && { performance: measured }),
    };
  } finally {
    close();
    await raw?.close();
  }
}

/** Predictions that have become worse are drift, whatever their distribution. */
function withPerformance(report: DriftReport, performance: Performance | undefined): DriftReport {
  if (performance?.verdict !== "drift" && performance?.verdict !== "warning") return report;
  const verdict = worstVerdict([report.verdict, performance.verdict]);
  if (verdict === report.verdict) {
    const isSame = performance.verdict === verdict;
    return isSame ? { ...report, reason: `${report.reason}; ${performance.reason}` } : report;
  }
  return { ...report, verdict, reason: performance.reason };
}
