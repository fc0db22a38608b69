import { isUlid } from "../../core/ulid.js";
import { artifactPathProblem } from "../../runs/artifact-path.js";
import type { LoggedModel, RunHeader, RunId } from "../../runs/types.js";
import { findRun, writableRun } from "./find-run.js";
import { findModel, isModelId } from "./model-store.js";
import type { Service } from "./service.js";
import { absent, invalid, type ServiceError } from "./service-error.js";

/** A place among the artifacts of a run or of a logged model. */
export interface ArtifactPlace {
  readonly run: RunHeader;
  /** Absent: the run's own artifacts. */
  readonly model?: LoggedModel;
  /** Below the run's or the model's root, with `/`; empty for the root. */
  readonly path: string;
}

const longestName = 255;

/**
 * What a client calls a place: `EXPERIMENT/RUN/artifacts/PATH` or `EXPERIMENT/models/MODEL/artifacts/PATH`.
 * @param address decoded. @throws {ServiceError}
 */
export function placeAt(service: Service, address: string, mode: "read" | "write"): ArtifactPlace {
  const names = safePath(address).split("/");
  const experiment = names[0] ?? "";
  const model = names[1] === "models" ? names[2] : undefined;
  const rest = names.slice(model === undefined ? 2 : 3);
  if (!/^\d+$/.test(experiment) || rest[0] !== "artifacts") {
    throw absent(`there are no artifacts at ${JSON.stringify(address)}`);
  }
  const path = safePath(rest.slice(1).join("/"));
  if (model !== undefined) {
    const found = findModel(service, model, mode === "read");
    return { run: runFor(service, found.runId, mode), model: found, path };
  }
  const runId = names[1] ?? "";
  if (!isUlid(runId)) throw absent(`there is no run with the id ${JSON.stringify(runId)}`);
  if (mode === "write" && isModelPath(path)) {
    throw invalid(`${path} is the place of a logged model's files: log them to the model`);
  }
  return { run: runFor(service, runId, mode), path };
}

/** Where the ledger keeps it. */
export function ledgerPath({ model, path }: ArtifactPlace): string {
  if (model === undefined) return path;
  return path === "" ? `models/${model.id}` : `models/${model.id}/${path}`;
}

/** Whether a path of a run's artifacts is below the files of a logged model, which clients see elsewhere. */
export function isModelPath(path: string): boolean {
  const [first, second = ""] = path.split("/");
  return first === "models" && isModelId(second);
}

/** Decodes the path of a request's address, once. @throws {ServiceError} if it cannot be, or leads elsewhere. */
export function decodedPath(raw: string): string {
  try {
    return safePath(decodeURIComponent(raw));
  } catch (error) {
    throw error instanceof URIError ? refused(raw) : error;
  }
}

/**
 * Checks a path, and whatever else might be made of it by decoding it once more.
 * @returns it without a trailing slash. @throws {ServiceError} INVALID_PARAMETER_VALUE.
 */
export function safePath(path: string): string {
  let deeper = path;
  for (let again = 0; again < 4 && /%[0-9a-f]{2}/i.test(deeper); again++) {
    try {
      deeper = decodeURIComponent(deeper);
    } catch {
      break;
    }
    requireSafe(deeper);
  }
  return requireSafe(path);
}

/** A relative path with `/`, whose names are names; empty for the root. */
function requireSafe(path: string): string {
  if (path === "") return path;
  const trimmed = path.endsWith("/") ? path.slice(0, -1) : path;
  const tooLong = trimmed.split("/").some((name) => Buffer.byteLength(name) > longestName);
  if (tooLong || artifactPathProblem(trimmed) !== undefined) throw refused(path);
  return trimmed;
}

function refused(path: string): ServiceError {
  return invalid(`this is no path of an artifact: ${JSON.stringify(path.slice(0, 200))}`);
}

function runFor(service: Service, id: RunId, mode: "read" | "write"): RunHeader {
  return mode === "write" ? writableRun(service, id) : findRun(service, id);
}
