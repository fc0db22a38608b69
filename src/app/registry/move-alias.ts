import { MlxError } from "../../core/errors.js";
import { formatAliasLine } from "../../registry/aliases/alias-line.js";
import { type AliasPlan, aliasState, sameState } from "../../registry/aliases/plan-alias.js";
import { formatEvent } from "../../registry/events/event.js";
import { requirePublication } from "../../registry/events/publication.js";
import { showAliasCommand } from "../../registry/noun-commands.js";
import { aliasFile, eventFile } from "../../registry/paths.js";
import { type RegistryItem, readItem } from "../../registry/read-item.js";
import type { EventKind, GateOutcome, Person, RegistryEvent } from "../../registry/types.js";
import type { App } from "../app.js";
import { changeRegistry, type RegistryStep } from "./change-registry.js";
import { newEvent } from "./new-event.js";

/** An alias that is to be moved as planned. */
export interface AliasMove {
  /** What the plan was made from. */
  readonly item: RegistryItem;
  readonly alias: string;
  readonly plan: Extract<AliasPlan, { kind: "move" | "finish" }>;
  readonly kind: Extract<EventKind, "alias" | "rollback" | "unalias">;
  readonly author: Person;
  readonly message: string;
  readonly gates: readonly GateOutcome[];
  readonly override?: string;
}

/** The event that a move writes; that of an interrupted one is there already. */
export function aliasEvent(app: App, move: AliasMove): RegistryEvent {
  const { item, plan } = move;
  if (plan.kind === "finish") return plan.event;
  return newEvent(app, item, {
    kind: move.kind,
    author: move.author,
    message: move.message,
    parents: [...plan.heads, ...(plan.target ? [requirePublication(item, plan.target).digest] : [])],
    alias: move.alias,
    ...(plan.target && { target: plan.target }),
    ...(plan.previous && { previous: plan.previous }),
    ...(move.gates.length > 0 && { gates: move.gates }),
    ...(move.override !== undefined && { override: move.override }),
  });
}

/** What else belongs to a move. */
export interface MoveParts {
  /** Written before the event. */
  readonly steps: readonly RegistryStep[];
  /** Looks at the item once more under the lock, and refuses by throwing. */
  readonly check: (item: RegistryItem) => void;
}

/**
 * Writes the event, then the pointer, unless the alias was moved by somebody else meanwhile. Killed in between, the event is
 * there and the alias is as it was; the same command completes it.
 * @returns the files that were written or removed, from the top. @throws {MlxError} `MLX_ALIAS_MOVED`.
 */
export async function moveAlias(
  app: App,
  move: AliasMove,
  event: RegistryEvent,
  parts?: MoveParts,
): Promise<readonly string[]> {
  const { item, alias } = move;
  const { noun, name } = item;
  // What is read later is what others may have written meanwhile.
  const before = aliasState(item, alias);
  const changed: string[] = [];
  await changeRegistry(app, `${noun} alias`, async (tree) => {
    const present = readItem(tree, noun, name);
    if (!sameState(before, aliasState(present, alias))) throw movedMeanwhile(move);
    parts?.check(present);
    const pointer = aliasFile(noun, name, alias);
    const { target } = event;
    const line =
      target && formatAliasLine({ version: target.version, record: target.record, event: event.id });
    const last: RegistryStep = line === undefined ? { remove: pointer } : { write: pointer, text: line };
    const steps: RegistryStep[] =
      move.plan.kind === "finish"
        ? [last]
        : [
            ...(parts?.steps ?? []),
            { write: eventFile(noun, name, event.id), text: formatEvent(event) },
            last,
          ];
    changed.push(...steps.map((step) => ("write" in step ? step.write : step.remove)));
    return steps;
  });
  return changed;
}

function movedMeanwhile({ alias, item }: AliasMove): MlxError {
  return new MlxError(
    "MLX_ALIAS_MOVED",
    `${alias} of ${item.name} was changed by another process meanwhile`,
    {
      hint: `nothing was written; look at it and decide anew: ${showAliasCommand(item.noun, item.name, alias)}`,
    },
  );
}
