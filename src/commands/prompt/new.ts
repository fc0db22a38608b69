import { join } from "node:path";
import type { App } from "../../app/app.js";
import { worktreeTree } from "../../app/prompts/worktree-tree.js";
import { requireNewName } from "../../app/registry/require-new-name.js";
import { readTemplate } from "../../app/templates.js";
import { labelFrom } from "../../config/config-files.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { displayPath } from "../../core/visible-text.js";
import { writeFileAtomic } from "../../files/atomic-write.js";
import { statsAt } from "../../files/stats-at.js";
import { promptFile } from "../../prompts/prompt-paths.js";
import type { PromptTemplate } from "../../prompts/prompt-templates.js";
import { requireWorktree } from "../../workspace/discover.js";
import { refuseSymlinkParents } from "../../workspace/repo-path.js";

export interface NewOptions {
  readonly template: PromptTemplate;
  readonly dryRun: boolean;
}

/** `mlx prompt new` */
export async function newPrompt(app: App, name: string, options: NewOptions): Promise<ExitCode> {
  requireNewName("prompt", name);
  const { root } = requireWorktree(await app.workspace());
  const text = readTemplate(app.selfCommand, `prompts/${options.template}.md`).replace(
    "name: NAME",
    `name: ${name}`,
  );
  const file = promptFile(name);
  refuseSymlinkParents(root, file.split("/"), file);
  // A link or a pipe is none of the tree's files, and in the way all the same.
  const there = statsAt(join(root, file)) === undefined ? [] : [file];
  requireUnused([...worktreeTree(root).paths, ...there], name);
  if (!options.dryRun) writeFileAtomic(join(root, file), text);
  if (app.ui.mode.json) {
    app.ui.json({ name, path: file, template: options.template, dryRun: options.dryRun });
    return ExitCode.ok;
  }
  const label = displayPath(labelFrom(app.cwd, root, join(root, file)));
  if (options.dryRun) {
    app.ui.note(`would write ${label}:`);
    app.ui.answer(text.trimEnd());
  } else {
    app.ui.out(`wrote ${label}`);
    app.ui.note(`edit it, then: mlx prompt lint ${name}, mlx prompt render ${name} --var NAME=VALUE`);
  }
  return ExitCode.ok;
}

/** Names that differ in upper and lower case alone are one and the same on many computers. */
function requireUnused(paths: readonly string[], name: string): void {
  const taken = paths
    .map((path) => path.split("/")[1] ?? "")
    .find((folder) => folder.toLowerCase() === name.toLowerCase());
  if (taken === undefined) return;
  const same = taken === name;
  const reason = same
    ? `there is a prompt ${name} already`
    : `there is a prompt ${displayPath(taken)} already, which differs in upper and lower case alone`;
  throw new MlxError("MLX_PROMPT_EXISTS", reason, {
    hint: same ? `edit ${displayPath(promptFile(taken))}, or choose another name` : "choose another name",
    exitCode: 2,
  });
}
