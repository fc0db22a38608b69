import { noModelTags } from "./registered-models.js";
import { ServiceError } from "./service-error.js";

/** Calls of MLflow's model registry that would change what never changes, each with what there is instead. */
function refused(message: string): () => never {
  return () => {
    throw new ServiceError("NOT_IMPLEMENTED", message);
  };
}

export const deleteRegistered = refused(
  "registered models are not deleted: their versions are what others rely on, and the record of who decided what; archive versions instead: mlx model archive NAME@VERSION",
);

export const deleteVersion = refused(
  "versions are immutable and are not deleted; archive it instead: mlx model archive NAME@VERSION",
);

export const renameRegistered = refused(
  "registered models are not renamed: every version and event carries the name; register under the new name from now on",
);

export const updateVersion = refused(
  "versions are immutable: the description is given when a version is created",
);

export const setVersionTag = refused(
  "versions are immutable: tags are given when a version is created, create_model_version(…, tags=…)",
);

export function setModelTag(): never {
  throw noModelTags();
}
