import { isUlid } from "../../core/ulid.js";
import type { RunHeader, RunId, RunRecord } from "../../runs/types.js";
import type { Fields } from "./fields.js";
import type { Service } from "./service.js";
import { absent, invalid } from "./service-error.js";

/** The id in `run_id`, or in what old clients call it. @throws {ServiceError} RESOURCE_DOES_NOT_EXIST. */
export function runIdOf(fields: Fields): RunId {
  const text = fields.has("run_id") ? fields.text("run_id") : fields.text("run_uuid");
  return asRunId(text);
}

export function asRunId(text: string): RunId {
  if (isUlid(text)) return text;
  throw absent(`there is no run with the id ${JSON.stringify(text)}`);
}

/** @throws {ServiceError} RESOURCE_DOES_NOT_EXIST. */
export function findRun({ ledger }: Service, id: RunId): RunHeader {
  return ledger.header(id) ?? missing(id);
}

/** @throws {ServiceError} RESOURCE_DOES_NOT_EXIST. */
export function findRecord({ ledger }: Service, id: RunId): RunRecord {
  return ledger.record(id) ?? missing(id);
}

/** A run that may be written to. @throws {ServiceError} INVALID_PARAMETER_VALUE if it is deleted. */
export function writableRun(service: Service, id: RunId): RunHeader {
  const run = findRun(service, id);
  if (run.deletedAt === undefined) return run;
  throw invalid(`the run ${id} is deleted; restore it before anything is logged to it`);
}

function missing(id: RunId): never {
  throw absent(`there is no run with the id ${id}`);
}
