import { resolve } from "node:path";
import type { Git } from "./git.js";

export interface HooksFolder {
  /** Absolute. It need not exist. */
  readonly path: string;
  /** What `core.hooksPath` says, as it is written. */
  readonly configured?: string;
  /** Where that is set: `local`, `worktree`, `global`, `system` or `command`; absent where git is too old to say. */
  readonly scope?: string;
}

/** The folder that git takes this worktree's hooks from. */
export async function hooksFolder(git: Git): Promise<HooksFolder> {
  const path = resolve(git.cwd, await git.text(["rev-parse", "--git-path", "hooks"]));
  const shown = await git.run(["config", "--show-scope", "--null", "--get", "core.hooksPath"], {
    allow: [1, 128, 129],
  });
  if (shown.code === 1) return { path };
  if (shown.code === 0) {
    const [scope = "", configured = ""] = shown.stdout.toString("utf8").split("\0");
    return { path, configured, scope };
  }
  const configured = await git.text(["config", "--get", "core.hooksPath"], { allow: [1] });
  return { path, ...(configured !== "" && { configured }) };
}

/** Remembers, in this clone alone, which mlx its shared hooks are to call. */
export async function rememberMlx(git: Git, node: string, script: string): Promise<void> {
  await git.run(["config", "--local", "mlx.node", node]);
  await git.run(["config", "--local", "mlx.script", script]);
}

/** What `rememberMlx` wrote. */
export async function rememberedMlx(git: Git): Promise<{ node: string; script: string }> {
  const node = await git.text(["config", "--local", "--get", "mlx.node"], { allow: [1] });
  const script = await git.text(["config", "--local", "--get", "mlx.script"], { allow: [1] });
  return { node, script };
}

/** Takes back what `rememberMlx` wrote; 5 is git's word for a setting that is not there. */
export async function forgetMlx(git: Git): Promise<void> {
  await git.run(["config", "--local", "--unset-all", "mlx.node"], { allow: [5] });
  await git.run(["config", "--local", "--unset-all", "mlx.script"], { allow: [5] });
}
