import { compareBytes } from "../../core/byte-order.js";
import { numberToJson } from "../../core/json-number.js";
import { sha256Of } from "../../core/sha256.js";
import { ulid } from "../../core/ulid.js";
import type { RunContent } from "../../runs/bundle.js";
import { comparePoints } from "../../runs/metric-order.js";
import type { MlflowStatus } from "../../runs/status.js";
import type { Annotation, LoggedModel, MetricPoint, RunArtifact, RunGit, RunId } from "../../runs/types.js";
import type { MlflowModel, MlflowRun } from "./history.js";

/** The tag that keeps the id which a run had in MLflow. */
const mlflowIdTag = "mlflow.run_id";
const parentTag = "mlflow.parentRunId";
/** Told by the run's name itself. */
const nameTag = "mlflow.runName";

/** The id of an imported run: the same each time and on every computer. @param startTime epoch milliseconds. */
export function importedId(id: string, startTime: number): RunId {
  return ulid(startTime, Buffer.from(sha256Of(`mlflow run ${id}`).slice(0, 20), "hex"));
}

/** Nobody records it here, so a run that MLflow believes to be running is one whose end is not known. */
const statuses: Readonly<Record<MlflowStatus, RunContent["status"]>> = {
  RUNNING: "interrupted",
  SCHEDULED: "interrupted",
  FINISHED: "finished",
  FAILED: "failed",
  KILLED: "killed",
};

/**
 * A run of MLflow as one of ours.
 * @param idOf the new ids of the runs that are imported with it, for its parent. @param artifacts in any order.
 */
export function importedRun(
  run: MlflowRun,
  idOf: (mlflowId: string) => RunId | undefined,
  artifacts: readonly RunArtifact[],
): { content: RunContent; annotations: Record<string, Annotation> } {
  const id = importedId(run.id, run.startTime);
  const content: RunContent = {
    id,
    experiment: run.experiment,
    kind: "client",
    status: statuses[run.status],
    startTime: run.startTime,
    endTime: run.endTime ?? lastSign(run),
    git: gitOf(run.tags),
    params: run.params,
    metrics: histories(run.metrics),
    context: contextOf(run.tags),
    artifacts: sortedBy(artifacts, ({ path }) => path),
    checkpoints: [],
    inputs: sortedBy(run.inputs, ({ name, digest }) => `${name}\0${digest}`),
    models: sortedBy(run.models, ({ id: modelId }) => modelId).map((model) => modelOf(model, id)),
    ...(run.user !== undefined && { user: run.user }),
  };
  return { content, annotations: annotationsOf(run, idOf) };
}

/** Of a run without an end: its last metric. */
export function lastSign({ startTime, metrics }: Pick<MlflowRun, "startTime" | "metrics">): number {
  return metrics.reduce((latest, { timestamp }) => Math.max(latest, timestamp), startTime);
}

function annotationsOf(run: MlflowRun, idOf: (id: string) => RunId | undefined): Record<string, Annotation> {
  const { [nameTag]: _, [parentTag]: parent, ...tags } = run.tags;
  const all = {
    ...tags,
    [mlflowIdTag]: run.id,
    ...(parent !== undefined && { [parentTag]: idOf(parent) ?? parent }),
  };
  const at = run.startTime;
  const deletedAt = run.deletedAt ?? run.endTime ?? lastSign(run);
  return {
    name: { value: run.name ?? run.id, at },
    ...Object.fromEntries(Object.entries(all).map(([key, value]) => [`tag:${key}`, { value, at }])),
    ...(run.deleted && { deleted: { value: String(deletedAt), at: deletedAt } }),
  };
}

function gitOf(tags: Readonly<Record<string, string>>): RunGit {
  const commit = tags["mlflow.source.git.commit"];
  const branch = tags["mlflow.source.git.branch"];
  const dirty = tags["mlflow.source.git.dirty"]?.toLowerCase() === "true";
  const known = commit !== undefined && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit);
  return { dirty, ...(known && { commit }), ...(branch !== undefined && { branch }) };
}

function contextOf(tags: Readonly<Record<string, string>>): RunContent["context"] {
  const remote = tags["mlflow.source.git.repoURL"];
  if (remote === undefined) return {};
  return { code: { remote: remote.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, "$1"), changes: [] } };
}

function histories(points: readonly MetricPoint[]): RunContent["metrics"] {
  const byKey = new Map<string, MetricPoint[]>();
  for (const point of points) {
    const known = byKey.get(point.key);
    if (known) known.push(point);
    else byKey.set(point.key, [point]);
  }
  return Object.fromEntries(
    [...byKey].map(([key, history]) => {
      const sorted = history
        .sort(comparePoints)
        .filter((point, index) => index === 0 || comparePoints(point, history[index - 1] ?? point) !== 0);
      return [
        key,
        sorted.map(({ step, timestamp, value }) => [step, timestamp, numberToJson(value)] as const),
      ];
    }),
  );
}

function modelOf({ artifacts: _, ...model }: MlflowModel, runId: RunId): LoggedModel {
  const metrics = [...model.metrics].sort((a, b) => compareBytes(a.key, b.key) || comparePoints(a, b));
  return { ...model, runId, metrics };
}

/** In byte order of a key, the last one of each key. */
function sortedBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const byKey = new Map(items.map((item) => [keyOf(item), item]));
  return [...byKey].sort(([a], [b]) => compareBytes(a, b)).map(([, item]) => item);
}
