import { MlxError } from "../../core/errors.js";
import type { RegistryPort, ServedModel, ServedVersion } from "./registry-port.js";
import type { Service } from "./service.js";
import { absent, ServiceError } from "./service-error.js";

/** What is not there, its bytes included. */
const absentCodes: ReadonlySet<string> = new Set([
  ...["MLX_NOT_PUBLISHED", "MLX_VERSION_NOT_FOUND", "MLX_ALIAS_NOT_FOUND", "MLX_ARTIFACT_NOT_FOUND"],
  ...["MLX_RUN_NOT_FOUND", "MLX_NOT_CACHED", "MLX_TRANSFER_INCOMPLETE"],
]);
/** What somebody else changed meanwhile, or by hand. */
const conflictCodes: ReadonlySet<string> = new Set([
  ...["MLX_ALIAS_MOVED", "MLX_PROMOTION_STALE", "MLX_REGISTRY_DAMAGED"],
]);

/** @throws {ServiceError} ENDPOINT_NOT_FOUND where the server has none. */
export function requireRegistry({ registry }: Service): RegistryPort {
  if (registry !== undefined) return registry;
  throw new ServiceError("ENDPOINT_NOT_FOUND", "this server has no model registry");
}

/** Asks the registry; what it refuses is told with what to do about it. @throws {ServiceError} */
export async function asked<T>(service: Service, ask: (registry: RegistryPort) => Promise<T>): Promise<T> {
  const registry = requireRegistry(service);
  try {
    return await ask(registry);
  } catch (error) {
    const code = error instanceof MlxError ? codeOf(error) : undefined;
    if (!(error instanceof MlxError) || code === undefined) throw error;
    const { at, message, hint } = error;
    const place = at === undefined ? "" : `${at.file}:${at.line}:${at.column}: `;
    throw new ServiceError(code, `${place}${message}${hint === undefined ? "" : `; ${hint}`}`);
  }
}

/** Undefined for a fault of this side; clients ask again after one, for minutes. */
function codeOf({ code, exitCode }: MlxError) {
  if (absentCodes.has(code)) return "RESOURCE_DOES_NOT_EXIST";
  if (conflictCodes.has(code)) return "RESOURCE_CONFLICT";
  return exitCode === 2 ? "INVALID_PARAMETER_VALUE" : undefined;
}

/** @throws {ServiceError} RESOURCE_DOES_NOT_EXIST. */
export async function findRegistered(service: Service, name: string): Promise<ServedModel> {
  const model = await asked(service, (registry) => registry.model(name));
  if (model !== undefined) return model;
  throw absent(`there is no registered model ${JSON.stringify(name)}`);
}

/** @throws {ServiceError} RESOURCE_DOES_NOT_EXIST. */
export async function findVersion(service: Service, name: string, version: string): Promise<ServedVersion> {
  const { versions } = await findRegistered(service, name);
  const found = versions.find((one) => one.version === version);
  if (found !== undefined) return found;
  throw absent(
    `there is no version ${JSON.stringify(version)} of the registered model ${JSON.stringify(name)}`,
  );
}
