import { aliasState, planAlias } from "../../registry/aliases/plan-alias.js";
import { damaged } from "../../registry/damaged.js";
import { recordFile } from "../../registry/paths.js";
import type { RegistryItem } from "../../registry/read-item.js";
import type { RegistryEvent, VersionRef } from "../../registry/types.js";
import { ArchivedVersions } from "../../registry/versions/archived.js";
import type { ResolvedVersion } from "../../registry/versions/resolve-version.js";
import { resolveVersion } from "../../registry/versions/resolve-version.js";
import { requireWorktree } from "../../workspace/discover.js";
import type { App } from "../app.js";
import { aliasRefusal } from "../registry/alias-refusal.js";
import { attributesStep } from "../registry/attributes-step.js";
import { type AliasMove, aliasEvent, moveAlias } from "../registry/move-alias.js";
import { registryTree } from "../registry/registry-tree.js";
import { requireAliasName } from "../registry/require-alias-name.js";
import { requireAuthor } from "../registry/require-author.js";
import { requireItem } from "../registry/require-item.js";

export interface MoveRequest {
  readonly name: string;
  readonly alias: string;
  /** `rollback`: to the version that held it before. `unalias`: to none. */
  readonly kind: "rollback" | "unalias";
  /** Why; may be empty. */
  readonly message: string;
  readonly dryRun: boolean;
}

export interface MovedAlias {
  readonly name: string;
  readonly alias: string;
  readonly previous?: VersionRef;
  /** What the alias points at now; absent where it was removed. */
  readonly restored?: ResolvedVersion;
  /** Whether the restored version is archived. */
  readonly archived: boolean;
  readonly event: RegistryEvent;
  readonly completed: boolean;
  /** Files that were written or removed, from the top; empty in a dry run. */
  readonly files: readonly string[];
}

/**
 * Takes an alias of a model back to the version that held it before, or away. No gate is judged: this is for emergencies. The version
 * that is restored is verified, from its record to its frozen file.
 * @throws {MlxError} `MLX_ALIAS_NOT_FOUND`, `MLX_NO_ROLLBACK`, `MLX_ALIAS_NAME`, `MLX_NOT_PUBLISHED`, `MLX_NO_IDENTITY`, exit 2;
 *   `MLX_REGISTRY_DAMAGED`, `MLX_ALIAS_MOVED`, exit 3.
 */
export async function moveModelAlias(app: App, request: MoveRequest): Promise<MovedAlias> {
  const { alias, kind, message, dryRun } = request;
  const { root } = requireWorktree(await app.workspace());
  const item = requireItem(await registryTree(app, "model"), "model", request.name);
  requireAliasName(item, alias);
  const wish = { kind };
  const plan = planAlias(aliasState(item, alias), wish);
  if (plan.kind !== "move" && plan.kind !== "finish") {
    throw aliasRefusal(item, alias, plan.kind === "already" ? { kind: "absent" } : plan, wish);
  }
  const target = plan.kind === "move" ? plan.target : plan.event.target;
  const restored = target && restoredVersion(item, target);
  const author = await requireAuthor(await app.git());
  const move: AliasMove = { item, alias, plan, kind, message, author, gates: [] };
  const event = aliasEvent(app, move);
  const files = dryRun
    ? []
    : await moveAlias(app, move, event, { steps: attributesStep(root, "model"), check: () => undefined });
  const previous = plan.kind === "move" ? plan.previous : event.previous;
  return {
    ...{ name: item.name, alias, event, completed: plan.kind === "finish", files },
    ...(previous && { previous }),
    ...(restored && { restored }),
    archived:
      restored !== undefined && new ArchivedVersions(item).eventOf(restored.record.digest) !== undefined,
  };
}

/** Exactly what held the alias then: a version whose record is another one by now is not that. */
function restoredVersion(item: RegistryItem, target: VersionRef): ResolvedVersion {
  const resolved = resolveVersion(item.tree, "model", item.name, target.version);
  if (resolved.record.digest === target.record) return resolved;
  const file = recordFile("model", item.name, target.version);
  throw damaged({ file, line: 1, column: 1 }, "is another record than the one that held the alias");
}
