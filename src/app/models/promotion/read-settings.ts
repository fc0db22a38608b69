import { type ModelSettings, modelSettingsFile } from "../../../registry/model-settings.js";
import { decodeUtf8 } from "../../../registry/parsed.js";
import type { RegistryItem } from "../../../registry/read-item.js";
import { readModelSettings } from "../../../registry/read-model-settings.js";

/** What `model.yaml` says of a model; without the file nothing is demanded. @throws {MlxError} `MLX_INVALID_MODEL`, exit 2. */
export function settingsOf({ tree, name }: Pick<RegistryItem, "tree" | "name">): ModelSettings {
  const file = modelSettingsFile(name);
  const bytes = tree.read(file);
  if (bytes === undefined) return { file, owners: [], gates: new Map() };
  return readModelSettings((decodeUtf8(bytes) ?? "\0").replace(/^\uFEFF/, ""), file);
}
