import type { Database } from "better-sqlite3";
import { MlxError } from "../core/errors.js";
import { numberFromJson, numberToJson } from "../core/json-number.js";
import { bundleOf, mergeAnnotations, type RunBundle, type RunContent } from "../runs/bundle.js";
import { contentDifferences } from "../runs/exchange/content-differences.js";
import { relate, runConflict } from "../runs/exchange/relate.js";
import type { MetricPoint, RunId } from "../runs/types.js";
import { annotationsOf, storeAnnotation } from "./annotations.js";
import {
  artifactsOf,
  checkpointsOf,
  inputsOf,
  storeArtifacts,
  storeCheckpoint,
  storeInputs,
} from "./artifacts.js";
import type { Connection } from "./connection.js";
import { obtainExperiment } from "./experiments.js";
import { findModel, modelsOf, storeModel } from "./logged-models.js";
import { historyOf, metricKeysOf, storePoints } from "./metrics.js";
import { paramsOf, storeParams } from "./params.js";
import { Query } from "./query.js";
import { contextOf, storeContext } from "./run-context.js";
import { findRunNumber, runNumber } from "./run-number.js";
import { headerOf, runRow } from "./run-rows.js";

const insert = new Query(
  `INSERT INTO runs (id, experiment, name, kind, command_id, status, start_time, end_time, exit_code, signal, user,
     git_commit, git_branch, git_dirty) VALUES (?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
);

export function exportRun(connection: Connection, id: RunId): RunBundle {
  return connection.read((database) => {
    const run = runNumber(database, id);
    const content = contentOf(database, id, run);
    if (content !== undefined) return bundleOf(content, annotationsOf(database, run));
    throw new MlxError("MLX_RUN_UNFINISHED", `the run ${id} has not ended`, {
      hint: "wait for it; a run whose mlx is gone ends with the next mlx runs list",
      exitCode: 2,
    });
  });
}

export function importRun(connection: Connection, bundle: RunBundle): "added" | "merged" | "unchanged" {
  const { id } = bundle.content;
  return connection.write((database) => {
    const there = findRunNumber(database, id);
    if (there === undefined) {
      addRun(connection, database, bundle);
      return "added";
    }
    const content = contentOf(database, id, there);
    if (content === undefined) throw runConflict(id, "here it is still running");
    const relation = relate(bundleOf(content, annotationsOf(database, there)), bundle);
    if (relation.kind === "refused") throw runConflict(id, relation.differences.join("; "));
    mergeInto(database, there, bundle);
    return relation.kind;
  });
}

/** Everything that is fixed about a run; `undefined` while it runs. */
function contentOf(database: Database, id: RunId, run: number): RunContent | undefined {
  const row = runRow(database, id);
  if (row === undefined || row.status === "running") return undefined;
  const { name: _, deletedAt: __, status: ___, ...header } = headerOf(row);
  const metrics = metricKeysOf(database, run).map((key): [string, RunContent["metrics"][string]] => [
    key,
    historyOf(database, run, key, undefined).map(({ step, timestamp, value }) => [
      step,
      timestamp,
      numberToJson(value),
    ]),
  ]);
  return {
    ...header,
    status: row.status,
    endTime: row.end_time ?? row.start_time,
    params: paramsOf(database, run),
    metrics: Object.fromEntries(metrics),
    context: contextOf(database, run),
    artifacts: artifactsOf(database, run),
    checkpoints: checkpointsOf(database, run),
    inputs: inputsOf(database, run),
    models: modelsOf(database, run),
  };
}

function addRun(connection: Connection, database: Database, bundle: RunBundle): void {
  const { content } = bundle;
  const run = insertRun(database, content);
  storeParams(database, run, content.id, content.params);
  for (const [key, points] of Object.entries(content.metrics)) {
    const metrics = points.map(
      ([step, timestamp, value]): MetricPoint => ({ key, step, timestamp, value: numberFromJson(value) }),
    );
    storePoints(database, connection.metricKeys, run, metrics);
  }
  storeContext(database, run, content.context);
  storeArtifacts(database, run, content.artifacts);
  for (const checkpoint of content.checkpoints) storeCheckpoint(database, run, checkpoint);
  storeInputs(database, run, content.inputs);
  for (const model of content.models) {
    const owner = findModel(database, model.id)?.runId ?? content.id;
    if (owner !== content.id) throw runConflict(content.id, `its model ${model.id} is one of run ${owner}`);
    storeModel(database, model);
  }
  mergeInto(database, run, bundle);
  const stored = contentOf(database, content.id, run);
  if (stored !== undefined && bundleOf(stored, {}).digest === bundle.digest) return;
  const what =
    stored === undefined
      ? "it has not ended"
      : contentDifferences(stored, content).join("; ") || "its artifacts stand in another order";
  throw new MlxError(
    "MLX_INVALID_BUNDLE",
    `the bundle of run ${content.id} is not in canonical form: ${what}`,
  );
}

function insertRun(database: Database, content: RunContent): number {
  const { commit = null, branch = null, dirty } = content.git;
  const experiment = obtainExperiment(database, content.experiment, content.startTime).id;
  const head = [content.id, experiment, content.kind, content.commandId ?? null, content.status] as const;
  const end = [content.startTime, content.endTime, content.exitCode ?? null, content.signal ?? null] as const;
  const tail = [content.user ?? null, commit, branch, Number(dirty)] as const;
  return Number(insert.on(database).run(...head, ...end, ...tail).lastInsertRowid);
}

function mergeInto(database: Database, run: number, { annotations }: RunBundle): void {
  const merged = mergeAnnotations(annotationsOf(database, run), annotations);
  for (const [key, annotation] of Object.entries(merged)) storeAnnotation(database, run, key, annotation);
}
