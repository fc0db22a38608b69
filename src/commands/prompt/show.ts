import type { App } from "../../app/app.js";
import { openPrompt } from "../../app/prompts/open-prompt.js";
import { worktreeTree } from "../../app/prompts/worktree-tree.js";
import { ExitCode } from "../../core/exit-codes.js";
import { readItem } from "../../registry/read-item.js";
import { showDocument } from "./show-document.js";
import { showText } from "./show-text.js";

/** `mlx prompt show` */
export async function showPrompt(app: App, reference: string): Promise<ExitCode> {
  const resolved = await openPrompt(app, reference);
  const { root } = await app.workspace();
  const item = readItem(worktreeTree(root), "prompt", resolved.name);
  if (app.ui.mode.json) app.ui.json(showDocument(resolved, item));
  else app.ui.answer(showText(app.ui, resolved, item));
  return ExitCode.ok;
}
