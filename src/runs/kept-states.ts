import type { LoggedModel, MetricPoint, RunRecord } from "./types.js";

/** A state of the model that was kept as an artifact, and what a metric was for it. */
export interface KeptState {
  readonly path: string;
  readonly step: number;
  readonly value: number;
  /** `model`: logged for this very model. `step`: the run's value at the step. */
  readonly measured: "model" | "step";
}

/**
 * The checkpoints of a run, and the models that a client logged, for which the metric has a value; by step. A model's own
 * values count before those of the run at its step.
 * @param points the run's history of the metric.
 */
export function keptStates(
  run: Pick<RunRecord, "checkpoints" | "models">,
  key: string,
  points: readonly MetricPoint[],
): KeptState[] {
  const values = new Map(points.map(({ step, value }) => [step, value]));
  const atStep = (step: number, path: string): KeptState[] => {
    const value = values.get(step);
    return value === undefined ? [] : [{ path, step, value, measured: "step" }];
  };
  const models = run.models.flatMap((model): KeptState[] => {
    const path = `models/${model.id}`;
    const own = latestOwn(model, key);
    if (own) return [{ path, step: own.step, value: own.value, measured: "model" }];
    const step = stepOf(model, points);
    return step === undefined ? [] : atStep(step, path);
  });
  const checkpoints = run.checkpoints.flatMap(({ step, path }) => atStep(step, path));
  return [...checkpoints, ...models].sort((a, b) => a.step - b.step || (a.path < b.path ? -1 : 1));
}

/**
 * What was measured of the model. MLflow's `log_model` copies to it what the run had logged at its step, which says no more
 * than the step does; only what is later than the model was measured of it.
 */
function latestOwn(model: LoggedModel, key: string): MetricPoint | undefined {
  const own = model.metrics.filter(
    (point) => point.key === key && (point.step !== model.step || point.timestamp > model.createdAt),
  );
  return own.reduce<MetricPoint | undefined>(
    (last, point) =>
      last && (last.step - point.step || last.timestamp - point.timestamp) > 0 ? last : point,
    undefined,
  );
}

/**
 * MLflow says step 0 of a model that nobody gave a step. Where the metric went on after step 0 it is believed only of a
 * model made between the metric's first step and its next one.
 */
function stepOf({ step, createdAt }: LoggedModel, points: readonly MetricPoint[]): number | undefined {
  const later = points.filter((point) => point.step > 0);
  if (step !== 0 || later.length === 0) return step;
  const begun = points.some((point) => point.step === 0 && point.timestamp <= createdAt);
  return begun && later.every(({ timestamp }) => timestamp > createdAt) ? 0 : undefined;
}
