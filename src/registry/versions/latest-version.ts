import type { RegistryItem, VersionEntry } from "../read-item.js";
import { ArchivedVersions } from "./archived.js";

/**
 * The version that the name of a model alone means: the highest that is in use; where all are archived, the highest. A damaged
 * record counts: whoever asks is to hear of it. Undefined where no version has a record.
 */
export function latestVersion(item: RegistryItem): VersionEntry | undefined {
  return latestInUse(item) ?? item.versions.findLast(({ record }) => record !== undefined);
}

/** The highest version that is not archived. Each record is parsed when it is asked for, so the search stops early. */
export function latestInUse(item: RegistryItem): VersionEntry | undefined {
  const archived = new ArchivedVersions(item);
  return item.versions.findLast(
    ({ record }) =>
      record !== undefined && !(record.ok && archived.eventOf(record.value.digest) !== undefined),
  );
}
