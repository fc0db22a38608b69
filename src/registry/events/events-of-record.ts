import type { RegistryItem } from "../read-item.js";
import type { RegistryEvent } from "../types.js";

/**
 * The events that name a version's record, its publication first. Looks from the latest event back to the publication, and
 * parses those alone in whose files the digest stands: to look for it takes a fraction of that.
 */
export function eventsOfRecord(item: RegistryItem, record: string): RegistryEvent[] {
  const mark = Buffer.from(record);
  const found: RegistryEvent[] = [];
  for (const entry of item.events.toReversed()) {
    const bytes = item.tree.read(entry.file);
    if (bytes === undefined) continue;
    if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(mark)) continue;
    const { event } = entry;
    if (!event.ok || event.value.target?.record !== record) continue;
    found.push(event.value);
    if (event.value.kind === "publish") break;
  }
  return found.reverse();
}
