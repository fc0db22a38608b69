import { randomBytes } from "node:crypto";
import type { Experiment, LoggedModel, RunId } from "../../runs/types.js";
import { findExperiment, requireActive } from "./experiments.js";
import { asRunId, writableRun } from "./find-run.js";
import { limits, requireCount, requireLength } from "./limits.js";
import { paramsOf, tagsOf } from "./log-entries.js";
import { modelMessage } from "./model-message.js";
import { findModel } from "./model-store.js";
import { experimentsByName } from "./run-message.js";
import { generatedRunName } from "./run-name.js";
import type { Call, Service } from "./service.js";
import { absent, invalid } from "./service-error.js";

const statuses = ["LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED"];
/** On a run that mlx made for a model that was logged outside of any run. */
const modelRunTag = "mlx.model_id";

export function createModel(service: Service, { fields }: Call): object {
  const { ledger } = service;
  const params = fields.messages("params");
  requireCount("parameters", params.length, limits.paramsPerBatch);
  const content = { params: paramsOf(params), tags: tagsOf(fields.messages("tags")) };
  const experiment = requireActive(findExperiment(service, fields.optionalText("experiment_id") || "0"));
  const id = `m-${randomBytes(16).toString("hex")}`;
  const source = fields.optionalText("source_run_id");
  const givenName = requireLength("name", fields.optionalText("name") ?? "", limits.tagValue);
  const name = givenName || generatedRunName(service.newId());
  const runId = source
    ? writableRun(service, asRunId(source)).id
    : ownerOfModel(service, experiment, id, name);
  const type = fields.optionalText("model_type");
  const now = service.now();
  const model: LoggedModel = {
    id,
    runId,
    name,
    ...(type && { type }),
    status: "LOGGED_MODEL_PENDING",
    createdAt: now,
    updatedAt: now,
    ...content,
    metrics: [],
  };
  ledger.saveModel(model);
  return answer(service, model);
}

export function getModel(service: Service, { fields, parts }: Call): object {
  const model = findModel(service, parts[0] ?? "", fields.flag("allow_deleted", false));
  return answer(service, model);
}

/** Says whether all of the model's files have arrived. */
export function finalizeModel(service: Service, { fields, parts }: Call): object {
  const model = findModel(service, parts[0] ?? "");
  const status = fields.text("status");
  if (!statuses.includes(status)) throw invalid(`there is no status ${JSON.stringify(status)}`);
  const changed = { ...model, status, updatedAt: service.now() };
  service.ledger.saveModel(changed);
  endModelRun(service, changed);
  return answer(service, changed);
}

export function deleteModel(service: Service, { parts }: Call): object {
  const model = findModel(service, parts[0] ?? "");
  service.ledger.saveModel({ ...model, deletedAt: service.now() });
  return {};
}

export function setModelTags(service: Service, { fields, parts }: Call): object {
  const model = findModel(service, parts[0] ?? "");
  const tags = { ...model.tags, ...tagsOf(fields.messages("tags")) };
  const changed = { ...model, tags, updatedAt: service.now() };
  service.ledger.saveModel(changed);
  return answer(service, changed);
}

export function deleteModelTag(service: Service, { parts }: Call): object {
  const model = findModel(service, parts[0] ?? "");
  const key = decodedKey(parts[1] ?? "");
  if (!Object.hasOwn(model.tags, key)) {
    throw absent(`the model ${model.id} has no tag ${JSON.stringify(key)}`);
  }
  const { [key]: _removed, ...tags } = model.tags;
  service.ledger.saveModel({ ...model, tags, updatedAt: service.now() });
  return {};
}

/** Parameters are write-once, as those of a run. */
export function logModelParams(service: Service, { fields, parts }: Call): object {
  const model = findModel(service, parts[0] ?? "");
  const params = paramsOf(fields.messages("params"));
  for (const [key, value] of Object.entries(params)) {
    const before = Object.hasOwn(model.params, key) ? model.params[key] : value;
    if (before === value) continue;
    throw invalid(
      `the parameter ${JSON.stringify(key)} of model ${model.id} is ${JSON.stringify(before)} already, not ${JSON.stringify(value)}`,
    );
  }
  service.ledger.saveModel({ ...model, params: { ...model.params, ...params }, updatedAt: service.now() });
  return {};
}

function decodedKey(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    throw invalid(`this is no key of a tag: ${JSON.stringify(raw)}`);
  }
}

function answer(service: Service, model: LoggedModel): object {
  const run = service.ledger.header(model.runId);
  const experiment = experimentsByName(service)(run?.experiment ?? "");
  return { model: modelMessage(model, experiment) };
}

/** Everything that is logged belongs to a run: outside of any, to the command's own, else to one made for it. */
function ownerOfModel(service: Service, experiment: Experiment, modelId: string, name: string): RunId {
  const { ledger, runs } = service;
  if (runs.commandId !== undefined) return runs.commandId;
  const id = service.newId();
  ledger.createRun({
    id,
    name,
    experiment: experiment.name,
    kind: "client",
    startTime: service.now(),
    ...(runs.user !== undefined && { user: runs.user }),
    tags: { [modelRunTag]: modelId },
    owned: false,
  });
  service.activity.created(id);
  return id;
}

function endModelRun({ ledger }: Service, { id, runId, status, updatedAt }: LoggedModel): void {
  const run = ledger.record(runId);
  if (run?.status !== "running" || run.tags[modelRunTag] !== id || status === "LOGGED_MODEL_PENDING") return;
  const ended = status === "LOGGED_MODEL_READY" ? "finished" : "failed";
  ledger.endRun(runId, { status: ended, endTime: updatedAt });
}
