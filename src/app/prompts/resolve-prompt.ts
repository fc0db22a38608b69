import type { FileTree } from "../../core/file-tree.js";
import { type ResolvedReference, resolveReference } from "../../prompts/resolve-reference.js";
import { parseReference } from "../../registry/reference.js";
import type { App } from "../app.js";
import { worktreeTree } from "./worktree-tree.js";

/** A prompt that a reference names. */
export interface ResolvedPrompt extends ResolvedReference {
  /** Where it was read from. */
  readonly tree: FileTree;
}

/**
 * Finds what `name`, `name@2.4.0` or `name@stable` names in the working tree, and verifies it: alias, record, frozen bytes.
 * @throws {MlxError} `MLX_REFERENCE`, `MLX_PROMPT_NOT_FOUND`, `MLX_PROMPT_AMBIGUOUS`, `MLX_VERSION_NOT_FOUND` or
 *   `MLX_PROMPT_INVALID`, exit 2; `MLX_REGISTRY_DAMAGED`, exit 3.
 */
export async function resolvePrompt(app: App, reference: string): Promise<ResolvedPrompt> {
  const wanted = parseReference(reference);
  const { root } = await app.workspace();
  const tree = worktreeTree(root);
  return { ...(await resolveReference(tree, wanted)), tree };
}
