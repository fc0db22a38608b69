import { MlxError } from "../../core/errors.js";
import type { Sha256 } from "../../core/sha256.js";
import { displayPath } from "../../core/visible-text.js";
import { aliasState, planAlias, planAnew } from "../../registry/aliases/plan-alias.js";
import { requirePublication } from "../../registry/events/publication.js";
import { requireSameBasis, stateOfBasis } from "../../registry/model-gates/basis.js";
import { type JudgedGate, outcomeOf } from "../../registry/model-gates/judged-gate.js";
import type { Person, RegistryEvent, VersionRef } from "../../registry/types.js";
import { requireWorktree } from "../../workspace/discover.js";
import type { App } from "../app.js";
import { aliasRefusal } from "../registry/alias-refusal.js";
import { attributesStep } from "../registry/attributes-step.js";
import { type AliasMove, aliasEvent, moveAlias } from "../registry/move-alias.js";
import { requireAliasName } from "../registry/require-alias-name.js";
import { requireAuthor } from "../registry/require-author.js";
import { judgePromotion } from "./judge-promotion.js";
import { requireModel } from "./require-model.js";

export interface PromoteRequest {
  readonly name: string;
  /** A version, or an alias of the model. */
  readonly ref: string;
  readonly alias: string;
  /** Why; may be empty. */
  readonly message: string;
  /** Why failing gates are passed over. */
  readonly override?: string;
  readonly dryRun: boolean;
  /** Default: whom git would write into a commit. */
  readonly author?: Person;
  /** Told of the verdicts before anything is written. */
  readonly onJudged?: (gates: readonly JudgedGate[]) => void;
}

export interface Promotion {
  /** `promoted` in a dry run, too: it would be. `already`: the alias points there. */
  readonly outcome: "promoted" | "already" | "refused";
  readonly name: string;
  readonly version: string;
  /** Digest of the version's record. */
  readonly record: Sha256;
  readonly alias: string;
  /** What the alias pointed at before. */
  readonly previous?: VersionRef;
  readonly gates: readonly JudgedGate[];
  /** What was written or, in a dry run, would be. */
  readonly event?: RegistryEvent;
  /** An interrupted promotion was completed: its event, with the verdicts of then, is kept. */
  readonly completed: boolean;
  /** Files that were written, from the top; empty in a dry run. */
  readonly files: readonly string[];
}

/**
 * Points an alias of a model at a version if every gate of the alias lets it: writes evidence that was in the ledger alone, one event and one
 * pointer, or nothing.
 * @throws {MlxError} `MLX_REFERENCE`, `MLX_NOT_PUBLISHED`, `MLX_VERSION_NOT_FOUND`, `MLX_ALIAS_NAME`, `MLX_INVALID_MODEL`, `MLX_NO_IDENTITY`,
 *   exit 2; `MLX_REGISTRY_DAMAGED`, `MLX_ALIAS_MOVED`, `MLX_PROMOTION_STALE`, exit 3.
 */
export async function promoteModel(app: App, request: PromoteRequest): Promise<Promotion> {
  const { alias, override, dryRun, message } = request;
  const { root } = requireWorktree(await app.workspace());
  const { item, resolved } = await requireModel(app, `${request.name}@${request.ref}`);
  requireAliasName(item, alias);
  const target = { version: resolved.version, record: resolved.record.digest };
  requirePublication(item, target);
  const author = request.author ?? (await requireAuthor(await app.git()));
  const state = aliasState(item, alias);
  const plan = planAlias(state, { kind: "alias", target });
  const told = { name: item.name, ...target, alias };
  if (plan.kind === "already") {
    return { outcome: "already", ...told, gates: [], completed: false, files: [] };
  }
  if (plan.kind !== "move" && plan.kind !== "finish")
    throw aliasRefusal(item, alias, plan, { kind: "alias", target });
  const basis = stateOfBasis(item, resolved.record);
  // Also of an interrupted one: gates, evidence and archive may be other ones by now, and the event may be by another hand.
  const judged = await judgePromotion(app, item, resolved, alias);
  const { gates } = judged;
  request.onJudged?.(gates);
  const refused = gates.some(({ passed }) => !passed);
  const previous = plan.kind === "move" ? plan.previous : plan.event.previous;
  const before = previous && { previous };
  // What an interrupted event passed over, by an override or as a rollback, it passes over still.
  const passedOver =
    plan.kind === "finish" &&
    (plan.event.kind === "rollback" || (plan.event.override !== undefined && !judged.archived));
  if (judged.archived && override !== undefined && !passedOver)
    throw archivedAnyway(`${item.name}@${resolved.version}`);
  if (refused && override === undefined && !passedOver) {
    return { outcome: "refused", ...told, ...before, gates, completed: false, files: [] };
  }
  const completed = plan.kind === "finish" && (!refused || passedOver);
  const move: AliasMove = {
    ...{ item, alias, kind: "alias", message, author, gates: gates.map(outcomeOf) },
    plan: plan.kind === "move" || completed ? plan : planAnew(state, target),
    ...(refused && override !== undefined && { override }),
  };
  const event = aliasEvent(app, move);
  const files = dryRun
    ? []
    : await moveAlias(app, move, event, {
        steps: [...attributesStep(root, "model"), ...judged.newEvidence],
        check: (present) => requireSameBasis(basis, present, resolved.record),
      });
  return { outcome: "promoted", ...told, ...before, gates, event, completed, files };
}

function archivedAnyway(reference: string): MlxError {
  const shown = displayPath(reference);
  return new MlxError("MLX_VERSION_ARCHIVED", `${shown} is archived, and no override passes over that`, {
    hint: `bring it back first: mlx model archive ${shown} --undo -m "why"`,
    exitCode: 2,
  });
}
