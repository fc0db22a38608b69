import type { FileTree } from "../../core/file-tree.js";
import { sha256Of } from "../../core/sha256.js";
import { flattenPrompt } from "../../prompts/flatten.js";
import type { ParsedPrompt } from "../../prompts/parse-prompt.js";
import { allPromptNames } from "../../prompts/prompt-names.js";
import { promptFile } from "../../prompts/prompt-paths.js";
import { readPrompt } from "../../prompts/read-prompt.js";
import { aliasTargets } from "../../registry/aliases/alias-targets.js";
import { type RegistryItem, readItem } from "../../registry/read-item.js";
import type { VersionRecord } from "../../registry/types.js";
import { lastPublished } from "../../registry/versions/last-published.js";

/** A prompt on one line. */
export interface PromptSummary {
  /** The folder's. */
  readonly name: string;
  readonly description?: string;
  readonly model?: string;
  /** The version that was published last. */
  readonly version?: string;
  /** How many versions there are. */
  readonly versions: number;
  /** The version that each alias names; null for a pointer that cannot be read. */
  readonly aliases: ReadonlyMap<string, string | null>;
  /**
   * How the working copy stands to `version`: there is none yet, its text is the same, it differs, it cannot be parsed, or
   * it has been deleted.
   */
  readonly state: "unpublished" | "published" | "changed" | "invalid" | "deleted";
}

/** Every prompt of a tree that has a working copy or published versions, by name. */
export async function promptSummaries(tree: FileTree): Promise<PromptSummary[]> {
  const names = allPromptNames(tree).sort();
  const summaries: PromptSummary[] = [];
  for (const name of names) {
    const item = readItem(tree, "prompt", name);
    summaries.push(summaryOf(item, await readPrompt(tree, promptFile(name))));
  }
  return summaries;
}

function summaryOf(item: RegistryItem, parsed: ParsedPrompt | undefined): PromptSummary {
  const last = lastPublished(item);
  const { description, model } = parsed?.frontMatter ?? {};
  return {
    name: item.name,
    ...(description !== undefined && { description }),
    ...(model !== undefined && { model }),
    ...(last && { version: last.version }),
    versions: item.versions.length,
    aliases: aliasTargets(item),
    state: stateOf(parsed, last),
  };
}

function stateOf(parsed: ParsedPrompt | undefined, last: VersionRecord | undefined): PromptSummary["state"] {
  if (parsed === undefined) return "deleted";
  if (parsed.prompt === undefined) return "invalid";
  if (last === undefined) return "unpublished";
  return sha256Of(flattenPrompt(parsed.prompt)) === last.sha256 ? "published" : "changed";
}
