import { MlxError } from "../../core/errors.js";
import { sha256Of } from "../../core/sha256.js";
import { modelSettingsFile } from "../models/model-settings.js";
import type { RegistryItem } from "../read-item.js";
import type { VersionRecord } from "../types.js";

/**
 * What the gates of a version go by in the repository's files of its model, as a text that differs where any of it does: `model.yaml`,
 * evidence, and what people said. Holders of aliases are compared by themselves.
 */
export function stateOfBasis({ tree, name, evidence, events }: RegistryItem, record: VersionRecord): string {
  const settings = tree.read(modelSettingsFile(name));
  const said = events.flatMap(({ id, event }) =>
    event.ok && event.value.target?.record === record.digest && event.value.alias === undefined ? [id] : [],
  );
  return JSON.stringify([
    settings === undefined ? null : sha256Of(settings),
    evidence.map(({ digest }) => digest).sort(),
    said,
  ]);
}

/** @throws {MlxError} `MLX_PROMOTION_STALE`, exit 3. */
export function requireSameBasis(before: string, item: RegistryItem, record: VersionRecord): void {
  if (stateOfBasis(item, record) === before) return;
  throw new MlxError(
    "MLX_PROMOTION_STALE",
    `what the gates of ${item.name}@${record.version} went by was changed by another process meanwhile`,
    { hint: "nothing was written; run the same command again, and the gates are judged anew" },
  );
}
