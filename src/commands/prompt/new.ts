import { join } from "node:path";
import type { App } from "../../app/app.js";
import { worktreeTree } from "../../app/prompts/worktree-tree.js";
import { readTemplate } from "../../app/templates.js";
import { labelFrom } from "../../config/config-files.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { displayPath } from "../../core/visible-text.js";
import { writeFileAtomic } from "../../files/atomic-write.js";
import { promptFile } from "../../prompts/prompt-paths.js";
import type { PromptTemplate } from "../../prompts/prompt-templates.js";
import { isItemName, itemNameForm } from "../../registry/nouns.js";
import { requireWorktree } from "../../workspace/discover.js";

export interface NewOptions {
  readonly template: PromptTemplate;
  readonly dryRun: boolean;
}

/** `mlx prompt new` */
export async function newPrompt(app: App, name: string, options: NewOptions): Promise<ExitCode> {
  requireName(name);
  const { root } = requireWorktree(await app.workspace());
  requireUnused(worktreeTree(root).paths, name);
  const text = readTemplate(app.selfCommand, `prompts/${options.template}.md`).replace(
    "name: NAME",
    `name: ${name}`,
  );
  const file = promptFile(name);
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

// A version or a file at first sight, and names that Windows keeps for devices.
const misleading =
  /\.(?:md|json|ya?ml|prompt|txt)$|\.$|^v?\d+(?:\.\d+)+$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

function requireName(name: string): void {
  const refuse = (reason: string, hint: string) =>
    new MlxError(
      "MLX_PROMPT_NAME",
      `a prompt cannot be called ${JSON.stringify(displayPath(name))}: ${reason}`,
      {
        hint,
        exitCode: 2,
      },
    );
  if (name.startsWith("_"))
    throw refuse("names with _ in front are kept for mlx, such as _partials", "leave it out");
  if (name.includes("/") || name.includes("\\"))
    throw refuse("prompts have no folders of their own", "use - instead");
  if (name.includes("@")) throw refuse("the @ stands before a version or an alias", "leave it out");
  if (!isItemName(name)) throw refuse(`a name is ${itemNameForm}`, "choose another name");
  if (misleading.test(name)) throw refuse("it reads as a file, a version or a device", "choose another name");
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
