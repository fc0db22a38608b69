import { existsSync } from "node:fs";
import { join } from "node:path";
import { MlxError } from "../../../core/errors.js";
import { displayPath } from "../../../core/visible-text.js";
import { writeFileAtomic } from "../../../files/atomic-write.js";
import type { ImportedPrompt } from "../../../prompts/exchange/types.js";
import { parsePrompt } from "../../../prompts/parse-prompt.js";
import { promptFile, promptNames } from "../../../prompts/prompt-paths.js";
import { promptText } from "../../../prompts/write-front-matter.js";
import { refuseSymlinkParents } from "../../../workspace/repo-path.js";
import { requireNewName } from "../../registry/require-new-name.js";
import { worktreeTree } from "../worktree-tree.js";

export interface ImportTarget {
  /** The repository's top. */
  readonly top: string;
  readonly name: string;
  /** Whether a prompt of that name may be replaced. */
  readonly force: boolean;
  readonly dryRun: boolean;
}

/**
 * Writes an imported prompt to its place.
 * @returns its path from the repository's top.
 * @throws {MlxError} `MLX_PROMPT_NAME`, `MLX_PROMPT_EXISTS` or `MLX_THROUGH_SYMLINK`, exit 2; `MLX_PROMPT_IMPORT`, exit 2, where what would be
 * written is no valid prompt.
 */
export async function writeImport(imported: ImportedPrompt, target: ImportTarget): Promise<string> {
  const { name, top } = target;
  requireNewName("prompt", name);
  const path = promptFile(name);
  refuseSymlinkParents(top, path.split("/"), path);
  refuseExisting(path, target);
  const text = promptText({ name, ...imported.frontMatter, body: imported.body });
  const include = () => ({ problem: "an imported prompt includes nothing" });
  const { problems } = await parsePrompt({ file: path, bytes: Buffer.from(text), folder: name, include });
  const [problem] = problems;
  if (problem) {
    throw new MlxError("MLX_PROMPT_IMPORT", `what would be written is no valid prompt: ${problem.message}`, {
      exitCode: 2,
      ...(problem.hint !== undefined && { hint: problem.hint }),
    });
  }
  if (!target.dryRun) writeFileAtomic(join(top, path), text);
  return path;
}

function refuseExisting(path: string, { top, name, force }: ImportTarget): void {
  const same = promptNames(worktreeTree(top)).find(
    (known) => known !== name && known.toLowerCase() === name.toLowerCase(),
  );
  if (same !== undefined) {
    throw new MlxError(
      "MLX_PROMPT_EXISTS",
      `there is a prompt ${same}, which differs from ${name} in case alone`,
      {
        exitCode: 2,
        hint: "choose another name with --name: some file systems take the two for one",
      },
    );
  }
  if (force || !existsSync(join(top, path))) return;
  throw new MlxError("MLX_PROMPT_EXISTS", `there is a prompt ${displayPath(name)} already`, {
    exitCode: 2,
    hint: "choose another name with --name, or replace it with --force",
  });
}
