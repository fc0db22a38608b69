import type { RegistryItem } from "../read-item.js";
import type { VersionRecord } from "../types.js";

/** The record of the version that was published last; of several at one time, the highest. Damaged records do not count. */
export function lastPublished({ versions }: RegistryItem): VersionRecord | undefined {
  let last: VersionRecord | undefined;
  for (const { record } of versions) {
    if (record?.ok && (!last || record.value.time >= last.time)) last = record.value;
  }
  return last;
}
