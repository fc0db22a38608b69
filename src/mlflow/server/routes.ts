import { deleteArtifacts, listOfModel, listOfRun, listProxied } from "./artifact-list.js";
import { searchExperiments } from "./experiment-search.js";
import {
  createExperiment,
  deleteExperiment,
  deleteExperimentTag,
  getExperiment,
  getExperimentByName,
  restoreExperiment,
  setExperimentTag,
  updateExperiment,
} from "./experiments.js";
import {
  createModel,
  deleteModel,
  deleteModelTag,
  finalizeModel,
  getModel,
  logModelParams,
  setModelTags,
} from "./logged-models.js";
import { bulkHistory, metricHistory } from "./metric-history.js";
import { searchModels } from "./model-search.js";
import { registryRoutes } from "./registry-routes.js";
import {
  deleteTag,
  logBatch,
  logInputs,
  logMetric,
  logModel,
  logOutputs,
  logParam,
  setTag,
} from "./run-logging.js";
import { searchRuns } from "./run-search.js";
import { createRun, deleteRun, getRun, restoreRun, updateRun } from "./runs.js";
import { noMultipart, noPresigned, serverInfo } from "./server-info.js";
import type { Effect, FixedRoute, Handler } from "./service.js";

export interface Route {
  readonly handler: Handler;
  readonly effect: Effect;
}

const api = "/api/2.0/mlflow";

const fixed: readonly FixedRoute[] = [
  ["GET", `${api}/experiments/get`, "read", getExperiment],
  ["GET", `${api}/experiments/get-by-name`, "read", getExperimentByName],
  ["GET", `${api}/experiments/search`, "read", searchExperiments],
  ["POST", `${api}/experiments/search`, "read", searchExperiments],
  ["POST", `${api}/experiments/create`, "write", createExperiment],
  ["POST", `${api}/experiments/update`, "write", updateExperiment],
  ["POST", `${api}/experiments/delete`, "write", deleteExperiment],
  ["POST", `${api}/experiments/restore`, "write", restoreExperiment],
  ["POST", `${api}/experiments/set-experiment-tag`, "write", setExperimentTag],
  ["POST", `${api}/experiments/delete-experiment-tag`, "write", deleteExperimentTag],
  ["POST", `${api}/runs/create`, "write", createRun],
  ["GET", `${api}/runs/get`, "read", getRun],
  ["POST", `${api}/runs/update`, "own", updateRun],
  ["POST", `${api}/runs/delete`, "write", deleteRun],
  ["POST", `${api}/runs/restore`, "write", restoreRun],
  ["POST", `${api}/runs/search`, "read", searchRuns],
  ["POST", `${api}/runs/log-metric`, "write", logMetric],
  ["POST", `${api}/runs/log-parameter`, "write", logParam],
  ["POST", `${api}/runs/log-batch`, "write", logBatch],
  ["POST", `${api}/runs/set-tag`, "write", setTag],
  ["POST", `${api}/runs/delete-tag`, "write", deleteTag],
  ["POST", `${api}/runs/log-inputs`, "write", logInputs],
  ["POST", `${api}/runs/outputs`, "write", logOutputs],
  ["POST", `${api}/runs/log-model`, "write", logModel],
  ["GET", `${api}/metrics/get-history`, "read", metricHistory],
  ["GET", `${api}/metrics/get-history-bulk-interval`, "read", bulkHistory],
  ["GET", `${api}/artifacts/list`, "read", listOfRun],
  ["POST", `${api}/logged-models`, "write", createModel],
  ["POST", `${api}/logged-models/search`, "read", searchModels],
  ["GET", "/api/2.0/mlflow-artifacts/artifacts", "read", listProxied],
  ...registryRoutes,
  ["GET", "/api/3.0/mlflow/server-info", "read", serverInfo],
];

const model = `${api}/logged-models/([^/]+)`;
const artifacts = "/api/2.0/mlflow-artifacts";

const patterns: readonly (readonly [method: string, path: RegExp, effect: Effect, handler: Handler])[] = [
  ["GET", new RegExp(`^${model}$`), "read", getModel],
  ["PATCH", new RegExp(`^${model}$`), "write", finalizeModel],
  ["DELETE", new RegExp(`^${model}$`), "write", deleteModel],
  ["PATCH", new RegExp(`^${model}/tags$`), "write", setModelTags],
  ["DELETE", new RegExp(`^${model}/tags/(.+)$`), "write", deleteModelTag],
  ["POST", new RegExp(`^${model}/params$`), "write", logModelParams],
  ["GET", new RegExp(`^${model}/artifacts/directories$`), "read", listOfModel],
  ["DELETE", new RegExp(`^${artifacts}/artifacts/(.*)$`), "write", deleteArtifacts],
  ["POST", new RegExp(`^${artifacts}/mpu/`), "read", noMultipart],
  ["GET", new RegExp(`^${artifacts}/presigned/`), "read", noPresigned],
  ["POST", new RegExp(`^${api}/artifacts/presigned-`), "read", noPresigned],
];

const table = new Map<string, Route>(
  fixed.map(([method, path, effect, handler]) => [`${method} ${path}`, { handler, effect }]),
);

/** @returns the route and what stands for its pattern's groups, as sent. */
export function routeOf(
  method: string,
  path: string,
): { readonly route: Route; readonly parts: readonly string[] } | undefined {
  const exact = table.get(`${method} ${path}`);
  if (exact !== undefined) return { route: exact, parts: [] };
  for (const [wanted, pattern, effect, handler] of patterns) {
    const match = wanted === method ? pattern.exec(path) : null;
    if (match !== null) return { route: { handler, effect }, parts: match.slice(1) };
  }
  return undefined;
}
