import { basename, dirname, relative, resolve, sep } from "node:path";
import { MlxError, systemCode } from "../../core/errors.js";
import { largestText } from "../../core/file-tree.js";
import { displayPath } from "../../core/visible-text.js";
import { folderTree } from "../../files/folder-tree.js";
import { ioError } from "../../files/io-error.js";
import { readAtMost } from "../../files/read-at-most.js";
import { parsePrompt } from "../../prompts/parse-prompt.js";
import { promptsFolder } from "../../prompts/prompt-paths.js";
import { includesIn } from "../../prompts/read-prompt.js";
import { type ResolvedReference, requirePrompt } from "../../prompts/resolve-reference.js";
import type { App } from "../app.js";
import { noPromptFile } from "./no-prompt-file.js";
import { resolvePrompt } from "./resolve-prompt.js";

/** The prompt that a reference names, or that lies in a file: whatever holds a `/` or ends in `.md` is a path. */
export async function openPrompt(app: App, typed: string): Promise<ResolvedReference> {
  return /[/\\]|\.md$/i.test(typed) ? readPromptFile(app, typed) : resolvePrompt(app, typed);
}

/** Reads a file wherever it lies; what it includes is looked up in its folder and in `prompts/_partials`. */
async function readPromptFile(app: App, typed: string): Promise<ResolvedReference> {
  const path = resolve(app.cwd, typed);
  const bytes = readBytes(path, typed);
  const { root } = await app.workspace();
  const fromTop = relative(root, path).split(sep).join("/");
  const isInside = fromTop.startsWith(`${promptsFolder}/`);
  const parsed = await parsePrompt({
    file: isInside ? fromTop : typed,
    bytes,
    folder: nameOf(path, isInside ? fromTop : undefined),
    include: isInside
      ? includesIn(folderTree(root, promptsFolder))
      : (wanted) => ({
          problem: `${JSON.stringify(wanted)} cannot be included: the prompt lies outside of ${promptsFolder}/`,
          hint: `move it to ${promptsFolder}/NAME/prompt.md`,
        }),
  });
  const prompt = requirePrompt(parsed);
  return { prompt, name: prompt.name };
}

function readBytes(path: string, typed: string): Uint8Array {
  try {
    return readAtMost(path, largestText);
  } catch (error) {
    if (systemCode(error) === "EISDIR") {
      throw new MlxError("MLX_PROMPT_NOT_FOUND", `${displayPath(typed)} is a folder, not a prompt file`, {
        hint: "name the prompt, or the file in that folder; mlx prompt list shows the prompts",
        exitCode: 2,
      });
    }
    if (systemCode(error) !== "ENOENT") throw ioError(error, `cannot read ${typed}`);
    throw noPromptFile(typed);
  }
}

/** The name of a prompt that gives none: its folder's below `prompts/`, else the file's without its endings. */
function nameOf(path: string, fromTop: string | undefined): string {
  const folder = fromTop?.split("/")[1];
  if (folder !== undefined) return folder;
  const file = basename(path).replace(/(?:\.prompt)?\.md$/i, "");
  return file.toLowerCase() === "prompt" ? basename(dirname(path)) : file;
}
