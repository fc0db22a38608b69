import { intactEvents } from "../events/heads.js";
import { eventFile } from "../paths.js";
import type { RegistryItem } from "../read-item.js";
import type { GoneFile } from "./gone-file.js";

/** A publication that is gone and one that stands in its place, which may have won against it in a merge. */
export interface Replacement {
  readonly gone: GoneFile;
  /** The digest of the record that it published. */
  readonly record: string;
  /** The file of the publication that is there. */
  readonly standing: string;
}

/**
 * Of two branches that published the same version one has to give way: its event is deleted. So it may have been where another
 * publication of that version stands; names that differ in upper and lower case alone count as the same.
 */
export function replacements(item: RegistryItem, files: readonly GoneFile[]): Replacement[] {
  const standing = intactEvents(item).flatMap(({ id, kind, target }) =>
    kind === "publish" && target ? [{ id, target }] : [],
  );
  return files.flatMap((gone) => {
    const { content } = gone;
    const target =
      content.kind === "event" && content.event.kind === "publish" ? content.event.target : undefined;
    if (target === undefined) return [];
    const other = standing.find(
      ({ target: { version, record } }) =>
        version.toLowerCase() === target.version.toLowerCase() && record !== target.record,
    );
    if (other === undefined) return [];
    return [{ gone, record: target.record, standing: eventFile(item.noun, item.name, other.id) }];
  });
}
