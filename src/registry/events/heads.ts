import type { RegistryItem } from "../read-item.js";
import type { RegistryEvent } from "../types.js";

/** The events of an item that could be read, the oldest first. */
export function intactEvents(item: RegistryItem): RegistryEvent[] {
  return item.events.flatMap(({ event }) => (event.ok ? [event.value] : []));
}

/** The events that moved or removed an alias, the oldest first. */
export function aliasEvents(item: RegistryItem, alias: string): RegistryEvent[] {
  return intactEvents(item).filter((event) => event.alias === alias);
}

/** Those of `events` that none of the others follows. Two of them after a merge of branches that both moved the alias. */
export function headsOf(events: readonly RegistryEvent[]): RegistryEvent[] {
  const followed = new Set(events.flatMap(({ parents }) => parents));
  return events.filter(({ digest }) => !followed.has(digest));
}

/** Every alias that has an event or a file, by name. */
export function knownAliases(item: RegistryItem): string[] {
  const named = intactEvents(item).flatMap(({ alias }) => alias ?? []);
  return [...new Set([...named, ...item.aliases.map(({ alias }) => alias)])].sort();
}
