import { join } from "node:path";
import type { App } from "../../app/app.js";
import { type ConfigFile, configFiles } from "../../config/config-files.js";
import { ensureStateDirs, requireWorktree, type Workspace } from "../../workspace/discover.js";

/** The file that a change goes to: the committed one, or this computer's. */
export async function targetFile(app: App, local: boolean): Promise<ConfigFile> {
  const workspace = requireWorktree(await app.workspace());
  if (local) ensureStateDirs(workspace);
  return fileOf(app, workspace, local ? "local" : "project");
}

/** Both files that mlx may change. */
export async function changeableFiles(app: App): Promise<ConfigFile[]> {
  const workspace = requireWorktree(await app.workspace());
  return [fileOf(app, workspace, "project"), fileOf(app, workspace, "local")];
}

function fileOf(app: App, workspace: Workspace, scope: ConfigFile["scope"]): ConfigFile {
  const file = configFiles(workspace, app.env, app.cwd).find((candidate) => candidate.scope === scope);
  return (
    file ?? {
      scope,
      path: join(workspace.root, "mlx.yaml"),
      base: workspace.mainRoot,
      label: "mlx.yaml",
      source: "mlx.yaml",
    }
  );
}
