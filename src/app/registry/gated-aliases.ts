import type { RegistryNoun } from "../../registry/types.js";
import type { App } from "../app.js";
import { settingsOf } from "../models/promotion/read-settings.js";
import { registryTree } from "./registry-tree.js";

/** Aliases that have gates, and the file that sets them. @throws {MlxError} `MLX_INVALID_MODEL`, `MLX_INVALID_CONFIG`, exit 2. */
export async function gatedAliases(
  app: App,
  noun: RegistryNoun,
  name: string,
): Promise<{ readonly file: string; readonly aliases: readonly string[] }> {
  if (noun === "prompt") {
    const { prompts } = await app.config();
    return { file: "mlx.yaml", aliases: Object.keys(prompts.gates) };
  }
  const { file, gates } = settingsOf({ tree: await registryTree(app, "model"), name });
  return { file, aliases: [...gates.keys()] };
}
