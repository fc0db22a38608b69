import type { RunLedger } from "../../../ledger/run-ledger.js";
import type { MetricHistory } from "../../../runs/metric-agreement.js";
import type { PathDigest, RunId, RunRecord, RunSummary } from "../../../runs/types.js";
import { clientRuns } from "../load-run.js";

/** What came out of a command, as far as it can be compared with another time. */
export interface RunResults {
  readonly outputs: readonly PathDigest[];
  readonly metrics: ReadonlyMap<string, MetricHistory>;
}

/** What `mlx run` measures by itself: never twice the same. */
const measuredByMlx = "system/";

/**
 * The declared outputs of a command and the metrics that it and the MLflow clients inside of it logged. The runs of
 * clients are told apart by their order, since their names are made up anew each time: `2: loss` is the second's.
 */
export function resultsOf(ledger: RunLedger, command: RunRecord): RunResults {
  const inside = clientRuns(ledger, command.id);
  const metrics = new Map(historiesOf(ledger, command.id, command));
  for (const [index, client] of inside.entries()) {
    const number = inside.length > 1 ? `${index + 1}: ` : "";
    for (const [key, history] of historiesOf(ledger, client.id, client)) {
      const label = `${number}${key}`;
      metrics.set(metrics.has(label) ? `client: ${label}` : label, history);
    }
  }
  return { outputs: command.context.outputs ?? [], metrics };
}

function historiesOf(
  ledger: RunLedger,
  id: RunId,
  { metrics }: Pick<RunSummary, "metrics">,
): [key: string, MetricHistory][] {
  return Object.entries(metrics)
    .filter(([key]) => !key.startsWith(measuredByMlx))
    .map(([key, { value }]) => [key, { latest: value, points: ledger.history(id, key) }]);
}
