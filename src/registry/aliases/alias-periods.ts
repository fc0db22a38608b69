import { aliasEvents, knownAliases } from "../events/heads.js";
import type { RegistryItem } from "../read-item.js";
import type { RegistryEvent } from "../types.js";

/** A time during which an alias pointed at one version. */
export interface AliasPeriod {
  readonly alias: string;
  readonly version: string;
  /** RFC 3339 in UTC. */
  readonly from: string;
  /** Absent while it lasts. */
  readonly to?: string;
  /** What set it. */
  readonly event: RegistryEvent;
}

/** What each alias pointed at and when, alias by alias, the latest first. */
export function aliasPeriods(item: RegistryItem): AliasPeriod[] {
  return knownAliases(item).flatMap((alias) => {
    const events = aliasEvents(item, alias);
    const periods = events.flatMap((event, index): AliasPeriod[] => {
      const next = events[index + 1];
      const version = event.target?.version;
      if (version === undefined) return [];
      return [{ alias, version, from: event.time, ...(next && { to: next.time }), event }];
    });
    return periods.reverse();
  });
}
