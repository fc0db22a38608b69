const names: Readonly<Record<string, string>> = {
  passRate: "pass rate",
  "latencyMs.p50": "latency, median",
  "latencyMs.p95": "latency, p95",
  "ttftMs.p50": "time to first token, median",
  "ttftMs.p95": "time to first token, p95",
};

/** A metric as people call it; the suite's own ones keep their names. */
export function metricName(metric: string): string {
  return Object.hasOwn(names, metric) ? (names[metric] ?? metric) : metric;
}
