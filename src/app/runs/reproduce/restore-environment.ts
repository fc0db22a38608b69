import { delimiter } from "node:path";
import { withoutRepositoryVariables } from "../../../git/worktree.js";
import { captureVariables } from "../../../runs/capture/environment-variables.js";
import { isPlacing } from "../../../runs/placing-variables.js";
import type { RunContext } from "../../../runs/types.js";
import { retarget } from "./retarget.js";

export interface RestoreOptions {
  /** Worktrees that search paths may lead into; those then lead into `root`. */
  readonly roots: readonly string[];
  readonly root: string;
  /** The folder in which the command will run. */
  readonly cwd: string;
}

/**
 * The environment for running a run again: of the variables that are recorded with their values, those that it had, and
 * none that it had not; the others are as they are here.
 */
export function restoredEnvironment(
  env: NodeJS.ProcessEnv,
  context: RunContext,
  { roots, root, cwd }: RestoreOptions,
): NodeJS.ProcessEnv {
  const restored = withoutRepositoryVariables(env);
  const recorded = context.environment?.variables;
  if (recorded !== undefined) {
    const { variables: here } = captureVariables(env, Object.keys(recorded), () => "");
    for (const name of Object.keys(here)) if (!isPlacing(name)) delete restored[name];
    for (const [name, value] of Object.entries(recorded)) if (!isPlacing(name)) restored[name] = value;
  }
  const modules = restored["PYTHONPATH"];
  if (modules !== undefined)
    restored["PYTHONPATH"] = retarget(modules.split(delimiter), roots, root).join(delimiter);
  // Shells and some programs believe it rather than the folder that they are in.
  if (restored["PWD"] !== undefined) restored["PWD"] = cwd;
  return restored;
}
