import type { RegistryEvent, VersionRef } from "../types.js";
import { isSameVersion } from "../versions/version-ref.js";

/** What an alias pointed at, one after the other; `undefined` stands for a time when it was removed. */
type Holders = readonly (VersionRef | undefined)[];

/**
 * The version that a rollback of the alias restores: the one before the present holder. A rollback takes holders away
 * again, so a second one goes further back instead of to and fro; removals do not count as holders.
 * @param events those of the alias, the oldest first. @param head the latest.
 * @returns undefined if no version held the alias before.
 */
export function previousHolder(
  events: readonly RegistryEvent[],
  head: RegistryEvent,
): VersionRef | undefined {
  const holders = rolledBack(holdersAfter(events, head));
  return holders.at(-1);
}

function holdersAfter(events: readonly RegistryEvent[], head: RegistryEvent): Holders {
  const byDigest = new Map(events.map((event) => [event.digest, event]));
  const chain: RegistryEvent[] = [];
  for (
    let event: RegistryEvent | undefined = head;
    event !== undefined;
    event = effectiveParent(event, byDigest)
  ) {
    chain.push(event);
  }
  let holders: Holders = [];
  for (const event of chain.reverse()) {
    if (event.kind === "rollback") holders = rolledBack(holders);
    else if (!isSameVersion(holders.at(-1), event.target) || holders.length === 0)
      holders = [...holders, event.target];
  }
  return holders;
}

function rolledBack(holders: Holders): Holders {
  const kept = holders.slice(0, -1);
  while (kept.length > 0 && kept.at(-1) === undefined) kept.pop();
  return kept;
}

/**
 * The event whose target was in force when `event` came: after a merge one of several; and one that was interrupted before
 * it moved the alias never was, so its own parents count.
 */
function effectiveParent(
  event: RegistryEvent,
  byDigest: ReadonlyMap<string, RegistryEvent>,
): RegistryEvent | undefined {
  const seen = new Set<string>();
  let generation = parentsOf(event, byDigest);
  const [fallback] = generation;
  while (generation.length > 0) {
    const found = generation.find(({ target }) => isSameVersion(target, event.previous));
    if (found !== undefined) return found;
    for (const { digest } of generation) seen.add(digest);
    generation = generation
      .flatMap((parent) => parentsOf(parent, byDigest))
      .filter(({ digest }) => !seen.has(digest));
  }
  return event.previous === undefined ? undefined : fallback;
}

/** The latest first. */
function parentsOf(event: RegistryEvent, byDigest: ReadonlyMap<string, RegistryEvent>): RegistryEvent[] {
  const parents = event.parents.flatMap((digest) => byDigest.get(digest) ?? []);
  return parents.sort((a, b) => (a.id < b.id ? 1 : -1));
}
