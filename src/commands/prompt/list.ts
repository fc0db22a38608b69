import type { App } from "../../app/app.js";
import { type PromptSummary, promptSummaries } from "../../app/prompts/prompt-summary.js";
import { worktreeTree } from "../../app/prompts/worktree-tree.js";
import { ExitCode } from "../../core/exit-codes.js";
import { displayPath } from "../../core/visible-text.js";
import { promptFile } from "../../prompts/prompt-paths.js";
import { requireWorktree } from "../../workspace/discover.js";

/** `mlx prompt list` */
export async function listPrompts(app: App): Promise<ExitCode> {
  const { root } = requireWorktree(await app.workspace());
  const summaries = await promptSummaries(worktreeTree(root));
  if (app.ui.mode.json) app.ui.json({ prompts: summaries.map(documentOf) });
  else if (summaries.length === 0)
    app.ui.note("there are no prompts here yet; write one: mlx prompt new NAME");
  else app.ui.answer(app.ui.table(["name", "version", "aliases", "model", "state"], summaries.map(rowOf)));
  return ExitCode.ok;
}

/** A prompt as scripts see it. */
function documentOf(summary: PromptSummary): Record<string, unknown> {
  const { name, description, model, version, versions, aliases, state } = summary;
  return {
    name,
    path: state === "deleted" ? null : promptFile(name),
    description: description ?? null,
    model: model ?? null,
    version: version ?? null,
    versions,
    aliases: Object.fromEntries(aliases),
    state,
    changed: state === "changed" || (state === "invalid" && version !== undefined),
  };
}

function rowOf({ name, version, aliases, model, state }: PromptSummary): string[] {
  const pointers = [...aliases].map(([alias, target]) => `${alias} ${target ?? "damaged"}`);
  return [name, version ?? "–", pointers.join(", "), model ?? "–", state].map(displayPath);
}
