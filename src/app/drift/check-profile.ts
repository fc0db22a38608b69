import { resolve } from "node:path";
import { MlxError } from "../../core/errors.js";
import { sha256Of } from "../../core/sha256.js";
import { displayPath } from "../../core/visible-text.js";
import type { DriftBaseline } from "../../drift/baseline.js";
import { checkDrift } from "../../drift/check.js";
import { drawnColumns } from "../../drift/drawn-columns.js";
import type { DriftMonitor } from "../../drift/monitor.js";
import { openPerformance, withOpenPerformance } from "../../drift/open-performance.js";
import { readShard } from "../../drift/shard.js";
import { currentOfShard } from "../../drift/shard-current.js";
import { shardMisfit } from "../../drift/shard-fit.js";
import type { App } from "../app.js";
import type { CheckOutcome } from "./check-data.js";
import { readBytes } from "./read-baseline-file.js";

/**
 * Checks a profile of data against the baseline on whose knots it was taken, as a check of the rows would; what takes rows is left out,
 * and that is said.
 * @param file as typed.
 * @throws {MlxError} `MLX_NO_SUCH_FILE`, `MLX_INVALID_BASELINE`, `MLX_PROFILE_MISFIT`, exit 2.
 */
export function checkProfile(
  app: App,
  file: string,
  monitor: DriftMonitor,
  baseline: DriftBaseline,
): CheckOutcome {
  const bytes = readBytes(resolve(app.cwd, file), file);
  const shard = readShard(file, bytes);
  const misfit = shardMisfit(shard, baseline);
  if (misfit !== undefined) {
    throw new MlxError("MLX_PROFILE_MISFIT", `${displayPath(file)} ${misfit.message}`, {
      hint: misfit.hint,
      exitCode: 2,
    });
  }
  const current = currentOfShard(shard, baseline.profile, monitor);
  const report = checkDrift(baseline.profile, current, monitor);
  const open = openPerformance(current, monitor);
  return {
    monitor: monitor.name,
    data: { path: file, sha256: sha256Of(bytes) },
    profileOf: shard.data,
    baseline: { ...baseline.data, digest: baseline.digest, created: baseline.created },
    report: {
      ...withOpenPerformance(report, open),
      notes: [...(report.notes ?? []), ...leftOut(monitor)],
    },
    ...(open && { performance: open.performance }),
    drawn: drawnColumns(report, baseline.profile, current.profile),
  };
}

/** What the monitor asks for that nobody can say without rows. */
function leftOut({ window, segments }: DriftMonitor): string[] {
  const parts = [
    ...(window ? [`windows of ${window.length} by ${displayPath(window.column)}`] : []),
    ...segments.map((column) => `segments by ${displayPath(column)}`),
  ];
  return parts.length === 0 ? [] : [`left out, since a profile has no rows: ${parts.join(", ")}`];
}
