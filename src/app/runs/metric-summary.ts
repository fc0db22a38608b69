import type { RunLedger } from "../../ledger/run-ledger.js";
import type { MetricSample } from "../../runs/metric-sample.js";
import type { LatestMetric, RunId } from "../../runs/types.js";

/** A metric's history in a few numbers, and thinned to a sparkline. */
export interface MetricSummary {
  readonly key: string;
  readonly latest: LatestMetric;
  readonly sample: MetricSample;
}

/** Characters of a sparkline. */
const columns = 24;

/** The metrics of a run by key. */
export function metricSummaries(
  ledger: RunLedger,
  id: RunId,
  metrics: Readonly<Record<string, LatestMetric>>,
): MetricSummary[] {
  return Object.entries(metrics)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, latest]) => ({ key, latest, sample: ledger.sample(id, key, columns) }));
}
