import type { Sha256 } from "../../core/sha256.js";
import { aliasState, goneEvent } from "../../registry/aliases/plan-alias.js";
import { aliasGates, judgeGates } from "../../registry/gates/gates.js";
import type { JudgedGate } from "../../registry/model-gates/judged-gate.js";
import { modelSettingsFile } from "../../registry/models/model-settings.js";
import { type RegistryItem, readItem } from "../../registry/read-item.js";
import { parseReference } from "../../registry/reference.js";
import type { RegistryNoun } from "../../registry/types.js";
import { type ResolvedVersion, resolveVersion } from "../../registry/versions/resolve-version.js";
import { requireWorktree } from "../../workspace/discover.js";
import type { App } from "../app.js";
import { eventGone } from "./alias-refusal.js";
import { promptGateHint } from "./prompt-gate-hint.js";
import { registryTree } from "./registry-tree.js";
import { requireAliasName } from "./require-alias-name.js";
import { isPublished, notPublished } from "./require-item.js";

/** What a promotion would be told, of a prompt or of a model. */
export interface GateVerdict {
  readonly noun: RegistryNoun;
  readonly name: string;
  readonly version: string;
  /** Digest of the version's record. */
  readonly record: Sha256;
  readonly alias: string;
  /** The version that holds the alias now. */
  readonly present?: string;
  readonly gates: readonly JudgedGate[];
  readonly passed: boolean;
  /** Where the gates are written, from the top. */
  readonly file: string;
}

/**
 * Judges the gates of an alias for a version, and changes nothing in the repository. A name that a prompt and a model share means the model.
 * @throws {MlxError} `MLX_REFERENCE`, `MLX_NOT_PUBLISHED`, `MLX_VERSION_NOT_FOUND`, `MLX_ALIAS_NAME`, `MLX_INVALID_MODEL`, `MLX_INVALID_CONFIG`,
 *   exit 2; `MLX_REGISTRY_DAMAGED`, exit 3.
 */
export async function judgeGate(app: App, name: string, ref: string, alias: string): Promise<GateVerdict> {
  requireWorktree(await app.workspace());
  const tree = await registryTree(app);
  const items = (["model", "prompt"] as const).map((noun) => readItem(tree, noun, name));
  const item = items.find(isPublished);
  if (item === undefined) throw notPublished(tree, ["model", "prompt"], name);
  const resolved = resolveVersion(tree, item.noun, name, ref);
  requireAliasName(item, alias);
  const state = aliasState(item, alias);
  const gone = goneEvent(state);
  if (gone !== undefined) throw eventGone(item, alias, gone);
  const { pointer } = state;
  const present = pointer?.ok ? pointer.value.version : undefined;
  const { gates, file } =
    item.noun === "model"
      ? { gates: await modelGates(app, item, resolved, alias), file: modelSettingsFile(name) }
      : { gates: await promptGates(app, item, resolved, alias), file: "mlx.yaml" };
  return {
    ...{ noun: item.noun, name, version: resolved.version, record: resolved.record.digest, alias },
    ...(present !== undefined && { present }),
    ...{ gates, passed: gates.every(({ passed }) => passed), file },
  };
}

async function modelGates(
  app: App,
  item: RegistryItem,
  resolved: ResolvedVersion,
  alias: string,
): Promise<readonly JudgedGate[]> {
  const { judgePromotion } = await import("../models/judge-promotion.js");
  return (await judgePromotion(app, item, resolved, alias)).gates;
}

async function promptGates(
  app: App,
  item: RegistryItem,
  resolved: ResolvedVersion,
  alias: string,
): Promise<readonly JudgedGate[]> {
  const { prompts } = await app.config();
  const settings = Object.hasOwn(prompts.gates, alias) ? prompts.gates[alias] : undefined;
  const gates = aliasGates(settings ?? []);
  if (gates.length === 0) return [];
  const { promptGateFacts } = await import("./gate-facts.js");
  const outcomes = judgeGates(gates, await promptGateFacts(app, item, resolved, gates));
  return outcomes.map((outcome) => {
    const hint = outcome.passed ? undefined : promptGateHint(`${item.name}@${resolved.version}`, outcome);
    return { ...outcome, ...(hint !== undefined && { hint }) };
  });
}

/** @throws {MlxError} `MLX_REFERENCE`, exit 2. */
export function gateReference(text: string): { readonly name: string; readonly ref?: string } {
  return parseReference(text, "model or prompt");
}
