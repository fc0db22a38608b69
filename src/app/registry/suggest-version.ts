import type { FileTree } from "../../core/file-tree.js";
import { comparePrompts, suggestBump } from "../../prompts/diff/compare-prompts.js";
import type { PromptChange } from "../../prompts/diff/prompt-change.js";
import { readPrompt } from "../../prompts/read-prompt.js";
import type { Prompt } from "../../prompts/types.js";
import { frozenFile } from "../../registry/paths.js";
import { bumpedVersion } from "../../registry/versions/plan-version.js";
import { type Bump, bumps } from "../../registry/versions/semver.js";

/** Which part of the version number should go up, and why. */
export interface VersionSuggestion {
  readonly bump: Bump;
  readonly version: string;
  /** Absent for the first version. */
  readonly base?: string;
  /** Those that ask for most first. */
  readonly changes: readonly PromptChange[];
}

/**
 * Compares the working copy with a published version.
 * @param base the version that the new one follows; undefined for the first.
 */
export async function suggestVersion(
  tree: FileTree,
  name: string,
  prompt: Prompt,
  base: string | undefined,
): Promise<VersionSuggestion> {
  if (base === undefined) return { bump: "major", version: bumpedVersion(undefined, "major"), changes: [] };
  const before = await readPrompt(tree, frozenFile("prompt", name, base));
  const changes = before?.prompt ? comparePrompts(before.prompt, prompt) : [];
  const bump = suggestBump(changes) ?? "patch";
  const sorted = changes.toSorted((a, b) => bumps.indexOf(a.bump) - bumps.indexOf(b.bump));
  return { bump, version: bumpedVersion(base, bump), base, changes: sorted };
}
