import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { ioReason } from "../../files/io-error.js";
import { parseMetricsFile } from "../../runs/metrics-file.js";
import type { MetricPoint } from "../../runs/types.js";
import type { Recording } from "./record-run.js";

/** Takes in the files that `--metrics` named; what cannot be read is told. @param now for points without a timestamp. */
export function readMetricsFiles(recording: Recording, now: number): void {
  const { app, request, id, ledger, faults } = recording;
  for (const name of request.metricsFiles) {
    const path = resolve(app.cwd, name);
    if (recording.staleFiles.get(path) === stampOf(path) && stampOf(path) !== undefined) {
      faults.add(`${name} was not written by this run: its metrics were not recorded`);
      continue;
    }
    const { points, problem } = read(path);
    if (problem !== undefined) faults.add(`${name}: no metrics were recorded: ${problem}`);
    const metrics = points.map((point): MetricPoint => ({ timestamp: now, ...point }));
    if (metrics.length > 0) ledger.append(id, { metrics }, now);
  }
}

function read(path: string): ReturnType<typeof parseMetricsFile> {
  try {
    // A pipe would be waited for without an end.
    const special = statSync(path).isFile() ? undefined : "it is no file";
    return special === undefined
      ? parseMetricsFile(readFileSync(path, "utf8"))
      : { points: [], problem: special };
  } catch (error) {
    return { points: [], problem: ioReason(error) };
  }
}

/** Says whether a file was written meanwhile; undefined if there is none. */
export function stampOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stats && `${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`;
}
