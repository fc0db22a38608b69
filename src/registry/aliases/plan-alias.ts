import type { Sha256 } from "../../core/sha256.js";
import { aliasEvents, headsOf } from "../events/heads.js";
import type { Parsed } from "../format/parsed.js";
import type { RegistryItem } from "../read-item.js";
import type { AliasPointer, RegistryEvent, VersionRef } from "../types.js";
import { isSameVersion } from "../versions/version-ref.js";
import { previousHolder } from "./holders.js";

/** An alias as its file and its events show it. They agree unless a merge, a hand or an interruption came between. */
export interface AliasState {
  readonly alias: string;
  /** Absent where there is no file. */
  readonly pointer?: Parsed<AliasPointer>;
  /** The oldest first. */
  readonly events: readonly RegistryEvent[];
  /** More than one after a merge. */
  readonly heads: readonly RegistryEvent[];
}

/** What is to be done to an alias. */
export type AliasWish =
  | { readonly kind: "alias"; readonly target: VersionRef }
  | { readonly kind: "rollback" }
  | { readonly kind: "unalias" };

export type AliasPlan =
  /** It is so already. */
  | { readonly kind: "already" }
  /** The event is there and its pointer is still that of the event before: the command was interrupted. */
  | { readonly kind: "finish"; readonly event: RegistryEvent }
  /** A new event, then the pointer. */
  | {
      readonly kind: "move";
      /** Absent for a removal. */
      readonly target?: VersionRef;
      readonly previous?: VersionRef;
      /** The heads that it follows. */
      readonly heads: readonly Sha256[];
    }
  /** The file names an event that is not there: nobody knows what was decided last. */
  | { readonly kind: "event-gone"; readonly event: string }
  /** There is nothing to remove or to go back to, or it must be said first what the alias should be. */
  | { readonly kind: "absent" | "no-previous" | "unclear" };

export function aliasState(item: RegistryItem, alias: string): AliasState {
  const events = aliasEvents(item, alias);
  const entry = item.aliases.find((candidate) => candidate.alias === alias);
  return { alias, events, heads: headsOf(events), ...(entry && { pointer: entry.pointer }) };
}

/** Whether two looks at an alias saw the same: what a plan was made from must still hold when it is carried out. */
export function sameState(a: AliasState, b: AliasState): boolean {
  const print = ({ pointer, heads }: AliasState) =>
    JSON.stringify([pointer ?? null, heads.map(({ digest }) => digest)]);
  return print(a) === print(b);
}

/** Whether the file says what the event decided: its line, or no file after a removal. */
export function pointsAt({ pointer }: AliasState, event: RegistryEvent): boolean {
  if (event.target === undefined) return pointer === undefined;
  if (!pointer?.ok) return false;
  const { version, record, event: id } = pointer.value;
  return id === event.id && version === event.target.version && record === event.target.record;
}

/** Decides what to write. Pure: the same state and wish give the same plan. */
export function planAlias(state: AliasState, wish: AliasWish): AliasPlan {
  const gone = goneEvent(state);
  if (gone !== undefined) return { kind: "event-gone", event: gone };
  const [head, ...others] = state.heads;
  const settled = head !== undefined && others.length === 0 && pointsAt(state, head);
  const interrupted =
    head !== undefined && others.length === 0 && isInterrupted(state, head) ? head : undefined;
  if (wish.kind === "unalias") return planRemoval(state, settled, interrupted);
  if (wish.kind === "rollback") return planRollback(state, settled, interrupted);
  if (settled && isSameVersion(head.target, wish.target)) return { kind: "already" };
  if (interrupted && isSameVersion(interrupted.target, wish.target))
    return { kind: "finish", event: interrupted };
  return move(state, wish.target);
}

/** The event that the file names, if it is not there, or not to be read. */
export function goneEvent({ pointer, events }: AliasState): string | undefined {
  if (!pointer?.ok) return undefined;
  const { event } = pointer.value;
  return events.some(({ id }) => id === event) ? undefined : event;
}

/** Whether the file is as it was right before the event: it names one that the event follows, or is not there where none of those set it. */
function isInterrupted({ pointer, events }: AliasState, head: RegistryEvent): boolean {
  const before = events.filter(({ digest }) => head.parents.includes(digest));
  if (pointer === undefined) return head.target !== undefined && before.every(({ target }) => !target);
  return pointer.ok && before.some(({ id }) => id === pointer.value.event);
}

/** A new event after all that there are, also after one that was interrupted. */
export function planAnew(state: AliasState, target: VersionRef): Extract<AliasPlan, { kind: "move" }> {
  return move(state, target);
}

function planRemoval(state: AliasState, settled: boolean, interrupted: RegistryEvent | undefined): AliasPlan {
  if (interrupted?.kind === "unalias") return { kind: "finish", event: interrupted };
  const gone = state.heads.every(({ target }) => target === undefined);
  if (state.pointer === undefined && gone && (settled || state.heads.length === 0)) return { kind: "absent" };
  return move(state, undefined);
}

function planRollback(
  state: AliasState,
  settled: boolean,
  interrupted: RegistryEvent | undefined,
): AliasPlan {
  if (interrupted?.kind === "rollback") return { kind: "finish", event: interrupted };
  const [head] = state.heads;
  if (head === undefined) return { kind: state.pointer === undefined ? "absent" : "unclear" };
  if (!settled) return { kind: "unclear" };
  const target = previousHolder(state.events, head);
  return target === undefined ? { kind: "no-previous" } : move(state, target);
}

function move(state: AliasState, target: VersionRef | undefined): Extract<AliasPlan, { kind: "move" }> {
  const previous = found(state, target);
  return {
    kind: "move",
    heads: state.heads.map(({ digest }) => digest),
    ...(target && { target }),
    ...(previous && { previous }),
  };
}

/** What the alias points at now, as far as can be told. */
function found({ pointer, heads }: AliasState, target: VersionRef | undefined): VersionRef | undefined {
  if (pointer?.ok) return { version: pointer.value.version, record: pointer.value.record };
  const latest = heads.at(-1);
  // An alias whose very first event was interrupted has never pointed at anything.
  if (pointer === undefined) return latest?.previous === undefined ? undefined : latest.target;
  const other = heads.findLast((head) => head.target !== undefined && !isSameVersion(head.target, target));
  return (other ?? latest)?.target;
}
