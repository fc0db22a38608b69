import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import type { App } from "../app.js";

/** Refuses a bare repository, where nobody commits. @throws {MlxError} `MLX_BARE_REPOSITORY`, exit 2. */
export async function requireCommits(app: App): Promise<void> {
  const workspace = await app.workspace();
  if (!workspace.bare) return;
  const message = `${displayPath(workspace.root)} is a bare repository: nobody commits in it`;
  throw new MlxError("MLX_BARE_REPOSITORY", message, {
    hint: "install the hooks in a clone; here, let your CI run mlx prompt lint",
    exitCode: 2,
  });
}
