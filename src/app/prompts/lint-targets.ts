import type { FileTree } from "../../core/file-tree.js";
import type { SubjectKind } from "../../prompts/lint/subject.js";
import {
  isPartial,
  promptFile,
  promptNameOf,
  promptNames,
  promptsFolder,
} from "../../prompts/prompt-paths.js";
import { resolveReference } from "../../prompts/resolve-reference.js";
import { publishedNames } from "../../registry/read-item.js";

/** A file to lint; of kind `published`, the one that is missing. */
export interface LintTarget {
  readonly kind: SubjectKind;
  readonly file: string;
  /** The prompt's folder. */
  readonly folder?: string;
}

/** What is linted. With neither files nor names: every prompt of the tree, and what prompts include. */
export interface LintChoice {
  readonly tree: FileTree;
  /** Where the tree's files lie, absolute: there if it is a working tree and nothing else. Other threads can read it too. */
  readonly root?: string;
  /** Prompt files, versions or partials, as the tree names them. With a partial, the prompts that include it. */
  readonly files?: readonly string[];
  /** Prompts by name. */
  readonly names?: readonly string[];
}

/** @throws {MlxError} `MLX_PROMPT_NOT_FOUND`, exit 2, for a name that no prompt has. */
export async function lintTargets({ tree, files, names }: LintChoice): Promise<LintTarget[]> {
  const working = new Set(promptNames(tree));
  const published = new Set(publishedNames(tree, "prompt"));
  const wanted = names ?? (files === undefined ? [...new Set([...working, ...published])] : []);
  const targets = new Map<string, LintTarget>();
  for (const name of wanted) {
    if (!working.has(name) && !published.has(name)) await resolveReference(tree, { name });
    const kind = working.has(name) ? "working" : "published";
    targets.set(promptFile(name), { kind, file: promptFile(name), folder: name });
  }
  for (const file of files ?? []) targets.set(file, targetOf(file));
  if (names === undefined && files === undefined) {
    for (const file of tree.paths.filter(isPartial)) targets.set(file, targetOf(file));
  }
  return [...targets.values()];
}

const versionFile = new RegExp(`^${promptsFolder}/([^/]+)/versions/[^/]+\\.md$`);

function targetOf(file: string): LintTarget {
  const name = promptNameOf(file);
  if (name !== undefined) return { kind: "working", file, folder: name };
  const released = versionFile.exec(file)?.[1];
  if (released !== undefined) return { kind: "version", file, folder: released };
  return { kind: file.startsWith(`${promptsFolder}/`) ? "partial" : "loose", file };
}
