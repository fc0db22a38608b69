import { timestamp } from "../../core/format-time.js";
import type { MetricPoint } from "../../runs/types.js";
import { artifactDocument, headerDocument, modelDocument, runDocument } from "./run-document.js";
import type { ShownRun } from "./show-text.js";

/** A run in the JSON of `runs show`. */
export function showDocument(
  { run, metrics, inside }: ShownRun,
  historyOf?: (key: string) => readonly MetricPoint[],
): Record<string, unknown> {
  return {
    ...runDocument(run),
    measuredBy: run.measuredBy,
    metricDetails: metrics.map(({ key, latest, sample }) => ({
      key,
      latest,
      min: sample.low ?? null,
      max: sample.high ?? null,
      points: sample.points,
      ...(historyOf && {
        history: historyOf(key).map(({ step, timestamp: at, value }) => ({ step, timestamp: at, value })),
      }),
    })),
    context: run.context,
    artifacts: run.artifacts.map(artifactDocument),
    checkpoints: run.checkpoints.map(({ loggedAt, ...checkpoint }) => ({
      ...checkpoint,
      loggedAt: timestamp(loggedAt),
    })),
    inputs: run.inputs,
    models: run.models.map(modelDocument),
    clientRuns: inside.map(headerDocument),
  };
}
