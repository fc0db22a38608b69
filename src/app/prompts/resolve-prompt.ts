import { type ResolvedReference, resolveReference } from "../../prompts/resolve-reference.js";
import { parseReference } from "../../registry/reference.js";
import { requireWorktree } from "../../workspace/discover.js";
import type { App } from "../app.js";
import { worktreeTree } from "./worktree-tree.js";

/**
 * Finds what `name`, `name@2.4.0` or `name@stable` names in the working tree, and verifies it: alias, record, frozen bytes.
 * @throws {MlxError} `MLX_REFERENCE`, `MLX_PROMPT_NOT_FOUND`, `MLX_PROMPT_AMBIGUOUS`, `MLX_VERSION_NOT_FOUND`,
 *   `MLX_PROMPT_INVALID` or `MLX_BARE_REPOSITORY`, exit 2; `MLX_REGISTRY_DAMAGED`, exit 3.
 */
export async function resolvePrompt(app: App, reference: string): Promise<ResolvedReference> {
  const wanted = parseReference(reference);
  const { root } = requireWorktree(await app.workspace());
  return resolveReference(worktreeTree(root), wanted);
}
