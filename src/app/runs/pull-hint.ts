import { MlxError } from "../../core/errors.js";
import type { App } from "../app.js";

/**
 * How to get a run that somebody else may have pushed: what to add to the hint of one that is not there; undefined where there is no remote.
 * No store is asked, since that may take a network.
 */
export async function pullHint(app: App): Promise<string | undefined> {
  try {
    const config = await app.config();
    const names = Object.keys(config.remotes);
    if (names.length === 0) return undefined;
    const chosen = names.length > 1 && config.defaultRemote === undefined ? " --remote NAME" : "";
    return `if it was shared with mlx runs push, mlx runs pull${chosen} brings it`;
  } catch (error) {
    // That the settings cannot be read is told by whatever needs them.
    if (error instanceof MlxError) return undefined;
    throw error;
  }
}
