import { MlxError } from "../../../core/errors.js";
import { formatBytes } from "../../../core/format-bytes.js";
import { decodeUtf8 } from "../../../registry/format/parsed.js";
import { type ModelSettings, modelSettingsFile } from "../../../registry/models/model-settings.js";
import { readModelSettings } from "../../../registry/models/read-model-settings.js";
import type { RegistryItem } from "../../../registry/read-item.js";

/** People write it by hand. */
const mostBytes = 2 ** 20;

/** What `model.yaml` says of a model; without the file nothing is demanded. @throws {MlxError} `MLX_INVALID_MODEL`, exit 2. */
export function settingsOf({ tree, name }: Pick<RegistryItem, "tree" | "name">): ModelSettings {
  const file = modelSettingsFile(name);
  const bytes = tree.read(file);
  if (bytes === undefined) return { file, owners: [], gates: new Map() };
  // Of a longer one the tree may give the beginning alone, and gates that stand behind it must not pass for none.
  if (bytes.byteLength > mostBytes) {
    throw new MlxError("MLX_INVALID_MODEL", `${file} is longer than ${formatBytes(mostBytes)}`, {
      hint: "docs/promotion.md describes every key",
      exitCode: 2,
    });
  }
  return readModelSettings((decodeUtf8(bytes) ?? "\0").replace(/^\uFEFF/, ""), file);
}
