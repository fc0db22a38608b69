import { createVersion, downloadAddress, getVersion, transitionStage } from "./model-versions.js";
import {
  createRegistered,
  deleteAlias,
  getAlias,
  getRegistered,
  latestVersions,
  setAlias,
  updateRegistered,
} from "./registered-models.js";
import { requireRegistry } from "./registry-calls.js";
import {
  deleteRegistered,
  deleteVersion,
  renameRegistered,
  setModelTag,
  setVersionTag,
  updateVersion,
} from "./registry-refusals.js";
import { searchRegistered, searchVersions } from "./registry-search.js";
import type { FixedRoute } from "./service.js";

const models = "/api/2.0/mlflow/registered-models";
const versions = "/api/2.0/mlflow/model-versions";

const routes: readonly FixedRoute[] = [
  ["POST", `${models}/create`, "write", createRegistered],
  ["GET", `${models}/get`, "read", getRegistered],
  ["GET", `${models}/search`, "read", searchRegistered],
  ["PATCH", `${models}/update`, "write", updateRegistered],
  ["POST", `${models}/rename`, "read", renameRegistered],
  ["DELETE", `${models}/delete`, "read", deleteRegistered],
  ["GET", `${models}/get-latest-versions`, "read", latestVersions],
  ["POST", `${models}/get-latest-versions`, "read", latestVersions],
  ["POST", `${models}/set-tag`, "read", setModelTag],
  ["DELETE", `${models}/delete-tag`, "read", setModelTag],
  ["GET", `${models}/alias`, "read", getAlias],
  ["POST", `${models}/alias`, "write", setAlias],
  ["DELETE", `${models}/alias`, "write", deleteAlias],
  ["POST", `${versions}/create`, "write", createVersion],
  ["GET", `${versions}/get`, "read", getVersion],
  ["GET", `${versions}/search`, "read", searchVersions],
  ["GET", `${versions}/get-download-uri`, "read", downloadAddress],
  ["POST", `${versions}/transition-stage`, "write", transitionStage],
  ["PATCH", `${versions}/update`, "read", updateVersion],
  ["DELETE", `${versions}/delete`, "read", deleteVersion],
  ["POST", `${versions}/set-tag`, "read", setVersionTag],
  ["DELETE", `${versions}/delete-tag`, "read", setVersionTag],
];

/** The model registry of MLflow's interface. @see https://mlflow.org/docs/latest/rest-api.html#create-registeredmodel */
export const registryRoutes = routes.map(
  ([method, path, effect, handler]): FixedRoute => [
    ...([method, path, effect] as const),
    (service, call) => {
      requireRegistry(service);
      return handler(service, call);
    },
  ],
);
