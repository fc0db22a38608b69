import { existsSync } from "node:fs";
import { join } from "node:path";
import { MlxError } from "../../core/errors.js";
import { shellQuote } from "../../core/shell-quote.js";
import { commitFiles, uncommitted, unfinishedOperation } from "../../git/commit-files.js";
import type { App } from "../app.js";

const attributes = ".gitattributes";

/** What must be known before anything is written, for a commit of what is written. */
export interface CommitPlan {
  /** `.gitattributes` has changes of a person's own, so that it is left to them. */
  readonly leavesAttributes: boolean;
}

/** @throws {MlxError} `MLX_COMMIT_REFUSED`, exit 2, where git could not commit some files alone. */
export async function planCommit(app: App): Promise<CommitPlan> {
  const git = await app.git();
  const operation = await unfinishedOperation(git);
  if (operation === undefined) {
    return { leavesAttributes: (await uncommitted(git, [attributes])).length > 0 };
  }
  throw new MlxError(
    "MLX_COMMIT_REFUSED",
    `${operation} is under way here, and files by themselves are not committed meanwhile`,
    { hint: "finish it first, or leave --commit out and commit all of it together", exitCode: 2 },
  );
}

/**
 * Commits what a move wrote, and nothing else.
 * @param changed files that were written or removed, from the top. @param folder of the item.
 * @returns the commit, and files of the item that are still not committed.
 * @throws {MlxError} `MLX_COMMIT_FAILED` where the files are written and git did not take them.
 */
export async function commitMove(
  app: App,
  { leavesAttributes }: CommitPlan,
  changed: readonly string[],
  folder: string,
  message: string,
): Promise<{ readonly commit: string; readonly left: readonly string[] }> {
  const [git, { root }] = await Promise.all([app.git(), app.workspace()]);
  const mine = changed.filter((path) => path !== attributes || !leavesAttributes);
  const isThere = (path: string) => existsSync(join(root, path));
  try {
    const commit = await commitFiles(
      git,
      { written: mine.filter(isThere), removed: mine.filter((path) => !isThere(path)) },
      message,
    );
    return { commit, left: await uncommitted(git, [folder, attributes]) };
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    const paths = mine.map(shellQuote).join(" ");
    throw new MlxError(
      "MLX_COMMIT_FAILED",
      `it is done, and its files are written, but git did not commit them: ${error.message}`,
      // Git may not have got as far as to know the files that are new.
      { hint: `mend that, then: git add --all -- ${paths} && git commit -- ${paths}` },
    );
  }
}
