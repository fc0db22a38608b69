import type { App } from "../../app/app.js";
import { type CommitPlan, commitMove } from "../../app/registry/commit-move.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { moveMessage } from "../../registry/events/move-message.js";
import { itemFolder } from "../../registry/paths.js";
import type { RegistryEvent } from "../../registry/types.js";
import { commitHint } from "../registry/commit-hint.js";

/** What a move left in the working tree, or in a commit. */
export interface Written {
  /** From the top. */
  readonly files: readonly string[];
  readonly commit?: string;
}

interface Move {
  readonly name: string;
  readonly event?: RegistryEvent;
  readonly files: readonly string[];
}

/**
 * Commits what a move of an alias wrote, where that was asked for, and else says how.
 * @param plan undefined where nothing is to be committed. @throws {MlxError} `MLX_COMMIT_FAILED`.
 */
export async function tellWritten(
  app: App,
  { name, event, files }: Move,
  plan: CommitPlan | undefined,
): Promise<Written> {
  if (event === undefined || files.length === 0) return { files };
  const message = moveMessage(event);
  const [subject = ""] = message.split("\n");
  const folder = itemFolder("model", name);
  if (plan === undefined) {
    const attributes = files.filter((file) => file === ".gitattributes");
    app.ui.note(commitHint([...attributes, folder], subject));
    return { files };
  }
  const { commit, left } = await commitMove(app, plan, files, folder, message);
  if (!app.ui.mode.json) app.ui.out(`committed ${commit.slice(0, 10)}: ${displayPath(subject)}`);
  warnLeft(app, folder, left);
  return { files, commit };
}

/** @param left files of the model that no commit has, from the top. */
export function warnLeft(app: App, folder: string, left: readonly string[]): void {
  if (left.length === 0) return;
  const are = left.length === 1 ? "is" : "are";
  const named = `${left.slice(0, 3).map(displayPath).join(", ")}${left.length > 3 ? ", …" : ""}`;
  app.ui.warn(
    `${countOf(left.length, "file")} that it stands on ${are} not committed yet: ${named}`,
    `git add ${displayPath(folder)} && git commit`,
  );
}
