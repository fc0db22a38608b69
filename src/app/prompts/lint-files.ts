import { lstatSync, statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { MlxError } from "../../core/errors.js";
import { type FileTree, largestText } from "../../core/file-tree.js";
import { displayPath } from "../../core/visible-text.js";
import { ioError } from "../../files/io-error.js";
import { readAtMost } from "../../files/read-at-most.js";
import { allPromptNames } from "../../prompts/prompt-names.js";
import { promptNameOf, promptsFolder } from "../../prompts/prompt-paths.js";
import { nounRules } from "../../registry/nouns.js";
import { frozenFile } from "../../registry/paths.js";
import { parseReference } from "../../registry/reference.js";
import { resolveVersion } from "../../registry/versions/resolve-version.js";
import { requireWorktree } from "../../workspace/discover.js";
import type { App } from "../app.js";
import type { LintChoice } from "./lint-targets.js";
import { noPromptFile } from "./no-prompt-file.js";
import { worktreeTree } from "./worktree-tree.js";

/**
 * Finds what the words name in the working tree: prompts, versions and aliases of them, files and folders.
 * @throws {MlxError} `MLX_PROMPT_NOT_FOUND`, `MLX_VERSION_NOT_FOUND`, `MLX_REFERENCE` or `MLX_BARE_REPOSITORY`,
 *   exit 2.
 */
export async function chooseLinted(app: App, words: readonly string[]): Promise<LintChoice> {
  const { root } = requireWorktree(await app.workspace());
  const tree = worktreeTree(root);
  if (words.length === 0) return { tree, root };
  const known = new Set(allPromptNames(tree));
  const names: string[] = [];
  const files: string[] = [];
  const loose = new Map<string, string>();
  for (const word of words) {
    if (known.has(word)) names.push(word);
    else if (!isPath(app, word)) {
      const { name, ref } = parseReference(word);
      if (ref === undefined || !known.has(name)) names.push(name);
      else files.push(versionFile(tree, name, ref));
    } else {
      const path = resolve(app.cwd, word);
      const inside = relative(root, path).split(sep).join("/");
      if (isFolder(path, word)) files.push(...promptsBelow(tree, inside, word));
      else if (inside.startsWith(`${promptsFolder}/`)) files.push(inside);
      else {
        const shown = inside.startsWith("../") ? path.split(sep).join("/") : inside;
        loose.set(shown, path);
        files.push(shown);
      }
    }
  }
  return { tree: withLoose(tree, loose), ...(loose.size === 0 && { root }), names, files };
}

/** A version's text is looked at even if it was changed, which is what there is to say about it. */
function versionFile(tree: FileTree, name: string, ref: string): string {
  const file = frozenFile("prompt", name, ref);
  if (nounRules("prompt").isVersion(ref) && tree.read(file) !== undefined) return file;
  return frozenFile("prompt", name, resolveVersion(tree, "prompt", name, ref).version);
}

function isPath(app: App, word: string): boolean {
  return (
    /[/\\]|\.md$/i.test(word) || lstatSync(resolve(app.cwd, word), { throwIfNoEntry: false }) !== undefined
  );
}

/** @throws {MlxError} `MLX_PROMPT_NOT_FOUND`, exit 2, if there is nothing. */
function isFolder(path: string, typed: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat) return stat.isDirectory();
  throw noPromptFile(typed);
}

function promptsBelow(tree: FileTree, folder: string, typed: string): string[] {
  const prefix = folder === "" ? "" : `${folder}/`;
  const files = tree.paths.filter((path) => path.startsWith(prefix) && promptNameOf(path) !== undefined);
  if (files.length > 0) return files;
  throw new MlxError("MLX_PROMPT_NOT_FOUND", `there are no prompts in ${displayPath(typed)}`, {
    hint: "prompts are prompts/NAME/prompt.md; name any other file by itself",
    exitCode: 2,
  });
}

/** The tree with files from elsewhere, by the names that findings call them. */
function withLoose(tree: FileTree, loose: ReadonlyMap<string, string>): FileTree {
  if (loose.size === 0) return tree;
  return {
    get paths() {
      return tree.paths;
    },
    read(path) {
      const elsewhere = loose.get(path);
      if (elsewhere === undefined) return tree.read(path);
      try {
        return readAtMost(elsewhere, largestText);
      } catch (error) {
        throw ioError(error, `cannot read ${displayPath(path)}`);
      }
    },
  };
}
