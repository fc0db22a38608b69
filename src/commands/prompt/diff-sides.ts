import type { App } from "../../app/app.js";
import { commitTree } from "../../app/prompts/git-trees.js";
import { resolvePrompt } from "../../app/prompts/resolve-prompt.js";
import { worktreeTree } from "../../app/prompts/worktree-tree.js";
import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import { promptFile } from "../../prompts/prompt-paths.js";
import { readPrompt } from "../../prompts/read-prompt.js";
import type { Prompt } from "../../prompts/types.js";
import { versionNames } from "../../registry/read-item.js";
import { parseReference, type Reference } from "../../registry/reference.js";

/** One of the two texts that are compared. */
export interface DiffSide {
  readonly name: string;
  readonly prompt: Prompt;
  readonly version?: string;
  readonly alias?: string;
  /** Of a text that is no published version: the commit that it was read from; the working copy has none. */
  readonly commit?: string;
}

/** Finds what is to be compared. A single name means its last published version, or its last committed text. */
export async function findSides(
  app: App,
  before: string,
  after: string | undefined,
): Promise<{ before: DiffSide; after: DiffSide }> {
  const reference = parseReference(before);
  if (after !== undefined) {
    return { before: await find(app, reference), after: await find(app, parseReference(after)) };
  }
  const working = await find(app, { name: reference.name });
  if (reference.ref !== undefined) return { before: await find(app, reference), after: working };
  return { before: await lastKept(app, reference.name), after: working };
}

/** A version, an alias or, where there is none of that name, a commit. */
async function find(app: App, { name, ref }: Reference): Promise<DiffSide> {
  try {
    const { prompt, version, alias } = await resolvePrompt(app, ref === undefined ? name : `${name}@${ref}`);
    return { name, prompt, ...(version !== undefined && { version }), ...(alias !== undefined && { alias }) };
  } catch (error) {
    if (ref === undefined || !(error instanceof MlxError) || error.code !== "MLX_VERSION_NOT_FOUND")
      throw error;
    const committed = await findCommitted(app, name, ref);
    if (!committed) throw error;
    return committed;
  }
}

async function lastKept(app: App, name: string): Promise<DiffSide> {
  const { root } = await app.workspace();
  const last = versionNames(worktreeTree(root), "prompt", name).at(-1);
  if (last !== undefined) return find(app, { name, ref: last });
  const committed = await findCommitted(app, name, "HEAD");
  if (committed) return committed;
  throw new MlxError(
    "MLX_NOTHING_TO_COMPARE",
    `${displayPath(name)} has neither been published nor committed`,
    { hint: "name two prompts to compare them: mlx prompt diff NAME OTHER", exitCode: 2 },
  );
}

/** The prompt in a commit; undefined if the revision or the file is not there. */
async function findCommitted(app: App, name: string, revision: string): Promise<DiffSide | undefined> {
  const git = await app.git();
  const commit = await git.text(
    ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`],
    { allow: [1, 128] },
  );
  if (!/^[0-9a-f]{40,64}$/.test(commit)) return undefined;
  const parsed = await readPrompt(await commitTree(git, commit), promptFile(name));
  if (!parsed) return undefined;
  if (parsed.prompt) return { name, prompt: parsed.prompt, commit };
  throw new MlxError(
    "MLX_PROMPT_INVALID",
    `${displayPath(name)} cannot be read as it is in commit ${commit.slice(0, 7)}`,
    { problems: parsed.problems, hint: "compare with another commit or version", exitCode: 2 },
  );
}
