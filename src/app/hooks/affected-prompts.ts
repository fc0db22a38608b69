import type { FileTree } from "../../core/file-tree.js";
import type { StagedChange } from "../../git/staged-changes.js";
import { allPromptNames } from "../../prompts/prompt-names.js";
import { isPartial, partialsFolder, promptFile, promptNameOf } from "../../prompts/prompt-paths.js";
import { isRegistryPath } from "../../registry/paths.js";

/** What of the prompts a commit changes. */
export interface AffectedPrompts {
  /** Prompts and partials that it adds or changes. */
  readonly files: readonly string[];
  /** Prompts whose own file stays, while what belongs to them changes: a version, an alias, a file that they include. */
  readonly names: readonly string[];
  /** Prompts of which versions, events or aliases change. */
  readonly released: readonly string[];
}

/**
 * The prompts that staged changes are about. One that goes away as a whole needs no check.
 * @param tree what the commit will hold.
 */
export function affectedPrompts(changes: readonly StagedChange[], tree: FileTree): AffectedPrompts {
  const held = new Set(tree.paths);
  const there = new Set(allPromptNames(tree));
  const [files, names, released] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { path } of changes) {
    const owner = path.split("/")[1] ?? "";
    // What is not held is deleted, or a symbolic link.
    if (held.has(path) && isLinted(path)) files.add(path);
    else if (isRegistryPath(path) && there.has(owner)) released.add(owner);
    else if (promptNameOf(path) !== undefined && there.has(owner)) names.add(owner);
    else for (const name of includersOf(path, tree)) names.add(name);
  }
  for (const name of released) if (!files.has(promptFile(name))) names.add(name);
  return { files: [...files], names: [...names], released: [...released] };
}

/** A partial beside the others is linted by itself too; any other file is what the prompts make of it that include it. */
function isLinted(path: string): boolean {
  return promptNameOf(path) !== undefined || isPartial(path);
}

/**
 * The prompts that name a file, directly or by way of partials. By their text, since what includes a file that is gone can
 * no longer be parsed.
 */
function includersOf(path: string, tree: FileTree): string[] {
  const texts = new Map<string, string>();
  for (const file of tree.paths) {
    const bytes = isRegistryPath(file) ? undefined : tree.read(file);
    if (bytes) texts.set(file, new TextDecoder().decode(bytes));
  }
  const [found, queue] = [new Set<string>(), [path]];
  for (let target = queue.pop(); target !== undefined; target = queue.pop()) {
    for (const [file, text] of texts) {
      if (found.has(file) || !mentions(text, file, target)) continue;
      found.add(file);
      queue.push(file);
    }
  }
  return [...found].flatMap((file) => promptNameOf(file) ?? []);
}

/** Whether a file's text holds the path of another as it would have to be written there, with nothing joined to it. */
function mentions(text: string, file: string, target: string): boolean {
  const folders = [file.slice(0, file.lastIndexOf("/")), partialsFolder];
  return folders.some((folder) => {
    if (!target.startsWith(`${folder}/`)) return false;
    const written = target.slice(folder.length + 1);
    for (let at = text.indexOf(written); at !== -1; at = text.indexOf(written, at + 1)) {
      const end = at + written.length;
      const [before, after] = [text[at - 1] ?? " ", text.slice(end, end + 2)];
      if (!/[\w./-]/.test(before) && !/^(?:[\w/-]|\.\w)/.test(after)) return true;
    }
    return false;
  });
}
