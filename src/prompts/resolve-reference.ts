import { MlxError } from "../core/errors.js";
import type { FileTree } from "../core/file-tree.js";
import { namesHint } from "../core/suggest.js";
import { displayPath } from "../core/visible-text.js";
import { frozenFile } from "../registry/paths.js";
import type { Reference } from "../registry/reference.js";
import type { VersionRecord } from "../registry/types.js";
import { resolveVersion } from "../registry/versions/resolve-version.js";
import { invalidPrompt } from "./invalid-prompt.js";
import { type ParsedPrompt, parsePrompt } from "./parse-prompt.js";
import { claimantsOf } from "./prompt-claims.js";
import { allPromptNames } from "./prompt-names.js";
import { promptFile, promptNames } from "./prompt-paths.js";
import { readPrompt } from "./read-prompt.js";
import type { Prompt } from "./types.js";

/** What a reference names. */
export interface ResolvedReference {
  readonly prompt: Prompt;
  readonly name: string;
  /** Of a published version; absent for the working copy. */
  readonly version?: string;
  /** The alias that was asked for. */
  readonly alias?: string;
  readonly record?: VersionRecord;
}

/**
 * Finds what a reference names in a tree, and verifies it: alias, record, frozen bytes.
 * @throws {MlxError} `MLX_PROMPT_NOT_FOUND`, `MLX_PROMPT_AMBIGUOUS`, `MLX_VERSION_NOT_FOUND` or `MLX_PROMPT_INVALID`, exit 2;
 *   `MLX_REGISTRY_DAMAGED`, exit 3.
 */
export async function resolveReference(tree: FileTree, { name, ref }: Reference): Promise<ResolvedReference> {
  if (ref === undefined) return { prompt: await readWorkingCopy(tree, name), name };
  const known = allPromptNames(tree);
  if (!known.includes(name)) throw await notFound(tree, name, known);
  const { version, alias, record, frozen } = resolveVersion(tree, "prompt", name, ref);
  const parsed = await parsePrompt({
    file: frozenFile("prompt", name, version),
    bytes: frozen,
    folder: name,
    include: () => ({ problem: "a published version holds its includes, and has none" }),
  });
  return { prompt: requirePrompt(parsed), name, version, ...(alias !== undefined && { alias }), record };
}

async function readWorkingCopy(tree: FileTree, name: string): Promise<Prompt> {
  const known = promptNames(tree);
  // Asked of the list, since a file system may not tell upper from lower case.
  const parsed = known.includes(name) ? await readPrompt(tree, promptFile(name)) : undefined;
  if (parsed === undefined) throw await notFound(tree, name, allPromptNames(tree));
  const others = (await claimantsOf(tree, name)).filter((file) => file !== promptFile(name));
  if (others.length === 0) return requirePrompt(parsed);
  const files = [promptFile(name), ...others].map(displayPath);
  throw new MlxError("MLX_PROMPT_AMBIGUOUS", `several prompts are called ${name}: ${files.join(", ")}`, {
    hint: "give each the name of its folder in its front matter",
    exitCode: 2,
  });
}

/** @throws {MlxError} `MLX_PROMPT_INVALID`, exit 2, with every problem. */
export function requirePrompt(parsed: ParsedPrompt): Prompt {
  if (parsed.prompt) return parsed.prompt;
  throw invalidPrompt(parsed);
}

async function notFound(tree: FileTree, name: string, known: readonly string[]): Promise<MlxError> {
  const [claimant] = await claimantsOf(tree, name);
  return new MlxError("MLX_PROMPT_NOT_FOUND", `there is no prompt ${JSON.stringify(name)}`, {
    hint: hintFor(name, known, claimant),
    exitCode: 2,
  });
}

function hintFor(name: string, known: readonly string[], claimant: string | undefined): string {
  if (claimant !== undefined) {
    return `${displayPath(claimant)} gives that name, but a prompt goes by its folder: rename one of them`;
  }
  if (known.length === 0) return `make it: mlx prompt new ${name}`;
  if (known.includes(name)) return "it has no working copy any more; its versions are NAME@VERSION";
  return namesHint(name, known, known.length === 1 ? "there is" : "there are");
}
