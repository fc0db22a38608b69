import { compareBytes } from "../../core/byte-order.js";
import type { RunArtifact } from "../../runs/types.js";
import {
  type ArtifactPlace,
  decodedPath,
  isModelPath,
  ledgerPath,
  placeAt,
  safePath,
} from "./artifact-path.js";
import { findRun, runIdOf } from "./find-run.js";
import { withoutEmpty } from "./json-text.js";
import { findModel } from "./model-store.js";
import { experimentsByName } from "./run-message.js";
import type { Call, Service } from "./service.js";
import { absent, invalid } from "./service-error.js";
import { isVersionAddress, listVersion } from "./version-artifacts.js";

/** The way of the artifact proxy: names without their folder. */
export async function listProxied(service: Service, { fields }: Call): Promise<object> {
  const address = fields.optionalText("path") ?? "";
  if (isVersionAddress(address)) {
    const found = await listVersion(service, address);
    return withoutEmpty({ files: found.map(({ name, size }) => fileMessage(name, size)) });
  }
  const place = placeAt(service, address, "read");
  return withoutEmpty({ files: entries(service, place).map(({ name, size }) => fileMessage(name, size)) });
}

/** The way of the tracking interface: names below the run's root. */
export function listOfRun(service: Service, { fields }: Call): object {
  const run = findRun(service, runIdOf(fields));
  const experiment = experimentsByName(service)(run.experiment);
  const place = { run, path: safePath(fields.optionalText("path") ?? "") };
  return withoutEmpty({
    root_uri: `mlflow-artifacts:/${experiment?.id ?? 0}/${run.id}/artifacts`,
    files: relative(service, place),
  });
}

export function listOfModel(service: Service, { fields, parts }: Call): object {
  const model = findModel(service, parts[0] ?? "");
  const run = findRun(service, model.runId);
  const experiment = experimentsByName(service)(run.experiment);
  const place = { run, model, path: safePath(fields.optionalText("artifact_directory_path") ?? "") };
  return withoutEmpty({
    root_uri: `mlflow-artifacts:/${experiment?.id ?? 0}/models/${model.id}/artifacts`,
    files: relative(service, place),
  });
}

/** Removes a file or a folder, of a root everything below it. */
export function deleteArtifacts(service: Service, { parts }: Call): object {
  const place = placeAt(service, decodedPath(parts[0] ?? ""), "write");
  const path = ledgerPath(place);
  // A folder that holds the files of logged models, too, keeps these.
  const paths =
    path === "" || path === "models"
      ? entries(service, place).map(({ name }) => (path === "" ? name : `${path}/${name}`))
      : [path];
  const removed = paths.map((each) => service.ledger.removeArtifacts(place.run.id, each));
  if (path !== "" && !removed.some((count) => count > 0)) throw absent(`there is no artifact at ${path}`);
  return {};
}

/** The artifact at a place. @throws {ServiceError} RESOURCE_DOES_NOT_EXIST; INVALID_PARAMETER_VALUE for a folder. */
export function artifactAt(service: Service, place: ArtifactPlace): RunArtifact {
  const path = ledgerPath(place);
  const artifacts = service.ledger.artifacts(place.run.id);
  const found = artifacts.find((artifact) => artifact.path === path);
  if (found !== undefined && (place.model !== undefined || !isModelPath(path))) return found;
  if (place.path === "" || artifacts.some((artifact) => artifact.path.startsWith(`${path}/`))) {
    throw invalid(`${place.path === "" ? "the root" : place.path} is a folder`);
  }
  throw absent(`there is no artifact at ${place.path}`);
}

/** What is directly below a place: files with their sizes, folders without. */
function entries(
  service: Service,
  place: ArtifactPlace,
): { readonly name: string; readonly size?: number }[] {
  const root = ledgerPath(place);
  const prefix = root === "" ? "" : `${root}/`;
  const found = new Map<string, number | undefined>();
  for (const { path, size } of service.ledger.artifacts(place.run.id)) {
    if (!path.startsWith(prefix) || (place.model === undefined && isModelPath(path))) continue;
    const [name = "", deeper] = path.slice(prefix.length).split("/", 2);
    found.set(name, deeper === undefined ? size : undefined);
  }
  return [...found]
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([name, size]) => ({ name, ...(size !== undefined && { size }) }));
}

function relative(service: Service, place: ArtifactPlace): object[] {
  const folder = place.path === "" ? "" : `${place.path}/`;
  return entries(service, place).map(({ name, size }) => fileMessage(folder + name, size));
}

function fileMessage(path: string, size: number | undefined): object {
  return { path, is_dir: size === undefined, ...(size !== undefined && { file_size: size }) };
}
