import { MlxError } from "../../core/errors.js";
import type { RegistryItem } from "../read-item.js";
import type { RegistryEvent, VersionRef } from "../types.js";
import { intactEvents } from "./heads.js";

/** The event that published a version. @throws {MlxError} `MLX_REGISTRY_DAMAGED`. */
export function requirePublication(item: RegistryItem, target: VersionRef): RegistryEvent {
  const found = intactEvents(item).find(
    ({ kind, target: other }) => kind === "publish" && other?.record === target.record,
  );
  if (found !== undefined) return found;
  throw new MlxError(
    "MLX_REGISTRY_DAMAGED",
    `the event that published ${item.name}@${target.version} is not there`,
    {
      hint: `mlx registry verify ${item.name} says how to mend it`,
    },
  );
}
