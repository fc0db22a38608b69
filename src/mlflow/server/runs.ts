import { statusOfMlflow } from "../../runs/status.js";
import type { RunGit, RunStatus } from "../../runs/types.js";
import { findExperiment, requireActive } from "./experiments.js";
import type { Fields } from "./fields.js";
import { findRecord, findRun, runIdOf, writableRun } from "./find-run.js";
import { limits, requireLength } from "./limits.js";
import { tagsOf } from "./log-entries.js";
import { experimentsByName, infoMessage, runMessage, runNameTag } from "./run-message.js";
import { generatedRunName } from "./run-name.js";
import type { Call, Service } from "./service.js";
import { invalid } from "./service-error.js";

/** Which `mlx run` a client's run was made in. */
const commandTag = "mlx.run_id";

/** Needs `experiment_id` alone, and does without even that. */
export async function createRun(service: Service, { fields }: Call): Promise<object> {
  const { ledger, runs } = service;
  const experiment = requireActive(findExperiment(service, fields.optionalText("experiment_id") || "0"));
  const { [runNameTag]: taggedName, ...tags } = tagsOf(fields.messages("tags"));
  const id = service.newId();
  const user = shortText(fields, "user_id") || runs.user;
  const git = (typeof runs.git === "function" ? await runs.git() : runs.git) ?? gitOfTags(tags);
  ledger.createRun({
    id,
    name: shortText(fields, "run_name") || taggedName || generatedRunName(id),
    experiment: experiment.name,
    kind: "client",
    ...(runs.commandId !== undefined && { commandId: runs.commandId }),
    startTime: fields.optionalTime("start_time") ?? service.now(),
    ...(user !== undefined && { user }),
    ...(git !== undefined && { git }),
    tags: { ...(runs.commandId !== undefined && { [commandTag]: runs.commandId }), ...tags },
    owned: false,
  });
  service.activity.created(id);
  return { run: runMessage(findRecord(service, id), experiment) };
}

export function getRun(service: Service, { fields }: Call): object {
  const run = findRecord(service, runIdOf(fields));
  return { run: runMessage(run, experimentsByName(service)(run.experiment)) };
}

/** Ends a run, begins it again, renames it. */
export function updateRun(service: Service, { fields }: Call): object {
  const { ledger, activity, now } = service;
  const { id, status: before } = writableRun(service, runIdOf(fields));
  const status = statusIn(fields);
  const name = shortText(fields, "run_name");
  const endTime = fields.optionalTime("end_time");
  const ends = status !== undefined && status !== "running" && status !== "interrupted";
  if (!ends || name !== "") activity.wrote();
  if (name !== "") ledger.rename(id, name, now());
  if (status === "running" && before !== "running") ledger.reopenRun(id);
  if (ends) {
    ledger.endRun(id, { status, endTime: endTime ?? now() });
    activity.ended(id);
  }
  const run = findRun(service, id);
  return { run_info: infoMessage(run, experimentsByName(service)(run.experiment)) };
}

function shortText(fields: Fields, field: string): string {
  return requireLength(field, fields.optionalText(field) ?? "", limits.tagValue);
}

function statusIn(fields: Fields): RunStatus | undefined {
  const text = fields.optionalText("status") ?? "";
  const status = statusOfMlflow(text);
  if (status === undefined && text !== "") throw invalid(`there is no status ${JSON.stringify(text)}`);
  return status;
}

export function deleteRun(service: Service, { fields }: Call): object {
  service.ledger.softDelete(findRun(service, runIdOf(fields)).id, service.now());
  return {};
}

export function restoreRun(service: Service, { fields }: Call): object {
  service.ledger.restore(findRun(service, runIdOf(fields)).id, service.now());
  return {};
}

/** What the client found out by itself; it does not look whether the tree is dirty. */
function gitOfTags(tags: Readonly<Record<string, string>>): RunGit | undefined {
  const commit = tags["mlflow.source.git.commit"];
  const branch = tags["mlflow.source.git.branch"];
  if (commit === undefined || !/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(commit)) return undefined;
  return { commit, ...(branch !== undefined && { branch }), dirty: false };
}
