import type { App } from "../../app/app.js";
import { worktreeTree } from "../../app/prompts/worktree-tree.js";
import { aliasRefusal } from "../../app/registry/alias-refusal.js";
import { promptGateFacts } from "../../app/registry/gate-facts.js";
import { type AliasMove, aliasEvent, moveAlias } from "../../app/registry/move-alias.js";
import { requireAliasName } from "../../app/registry/require-alias-name.js";
import { requireAuthor } from "../../app/registry/require-author.js";
import { requireItem } from "../../app/registry/require-item.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { requireText } from "../../core/require-text.js";
import { type AliasWish, aliasState, planAlias } from "../../registry/aliases/plan-alias.js";
import { requirePublication } from "../../registry/events/publication.js";
import { aliasGates, judgeGates } from "../../registry/gates/gates.js";
import type { RegistryItem } from "../../registry/read-item.js";
import type { GateOutcome, VersionRef } from "../../registry/types.js";
import { resolveVersion } from "../../registry/versions/resolve-version.js";
import { requireWorktree } from "../../workspace/discover.js";
import { warnUngated } from "../gate/warn-ungated.js";
import { showAlias, tellAlready, tellGates, tellMoved, tellRefused } from "./alias-text.js";

export interface AliasOptions {
  readonly remove: boolean;
  readonly rollback: boolean;
  /** Why failing gates are passed over. */
  readonly override?: string;
  readonly message?: string;
  readonly dryRun: boolean;
}

/** `mlx prompt alias`: shows, sets, rolls back or removes an alias. Exit 1 if a gate refuses. */
export async function alias(
  app: App,
  typed: string,
  name: string,
  ref: string | undefined,
  options: AliasOptions,
): Promise<ExitCode> {
  refuseContradictions(ref, options);
  requireText("--override", options.override);
  requireText("--message", options.message);
  const { root } = requireWorktree(await app.workspace());
  const item = requireItem(worktreeTree(root), "prompt", typed);
  requireAliasName(item, name);
  if (ref === undefined && !options.remove && !options.rollback) return showAlias(app, item, name);
  const wish = wishOf(item, ref, options);
  const plan = planAlias(aliasState(item, name), wish);
  if (plan.kind === "already") return tellAlready(app, item, name);
  if (plan.kind !== "move" && plan.kind !== "finish") throw aliasRefusal(item, name, plan, wish);
  const target = plan.kind === "move" ? plan.target : plan.event.target;
  const gates = target && plan.kind === "move" ? await passGates(app, item, name, target) : [];
  const refused = gates.some(({ passed }) => !passed);
  if (refused && options.override === undefined)
    return tellRefused(app, { item, alias: name, gates, target });
  const move: AliasMove = {
    ...{ item, alias: name, plan, kind: wish.kind, gates, message: options.message?.trim() ?? "" },
    author: await requireAuthor(await app.git()),
    ...(refused && options.override !== undefined && { override: options.override.trim() }),
  };
  const event = aliasEvent(app, move);
  if (!options.dryRun) await moveAlias(app, move, event);
  tellMoved(app, { move, event, dryRun: options.dryRun, overridden: refused });
  if (wish.kind === "alias") await warnUngated(app, "prompt", item.name, name);
  if (!refused && options.override !== undefined)
    app.ui.note("every gate passed: --override was not needed and is not recorded");
  return ExitCode.ok;
}

function refuseContradictions(ref: string | undefined, { remove, rollback }: AliasOptions): void {
  const said = [
    ...(ref === undefined ? [] : ["a version"]),
    ...(remove ? ["--remove"] : []),
    ...(rollback ? ["--rollback"] : []),
  ];
  if (said.length < 2) return;
  throw new MlxError("MLX_USAGE", `${said.join(" and ")} do not go together`, {
    hint: "say one of them: a version to point at, --rollback or --remove",
    exitCode: 2,
  });
}

/** The version that is asked for is verified down to its bytes before anything is made to point at it. */
function wishOf(item: RegistryItem, ref: string | undefined, { remove }: AliasOptions): AliasWish {
  if (ref === undefined) return { kind: remove ? "unalias" : "rollback" };
  const { version, record } = resolveVersion(item.tree, item.noun, item.name, ref);
  const target = { version, record: record.digest };
  requirePublication(item, target);
  return { kind: "alias", target };
}

async function passGates(
  app: App,
  item: RegistryItem,
  alias: string,
  target: VersionRef,
): Promise<readonly GateOutcome[]> {
  const { prompts } = await app.config();
  const settings = Object.hasOwn(prompts.gates, alias) ? prompts.gates[alias] : undefined;
  const gates = aliasGates(settings ?? []);
  // A rollback has not looked at its version yet.
  const resolved = resolveVersion(item.tree, item.noun, item.name, target.version);
  if (gates.length === 0) return [];
  const outcomes = judgeGates(gates, await promptGateFacts(app, item, resolved, gates));
  tellGates(app, outcomes);
  return outcomes;
}
