import type { Evidence } from "../evidence/evidence.js";
import { type RegistryItem, readItem } from "../read-item.js";
import type { RegistryEvent, VersionRecord } from "../types.js";
import { verifyEvents } from "../verify/verify-events.js";
import type { HistoryCommit } from "./commit-change.js";
import type { FileLife } from "./file-life.js";

/** What a file that is gone was. */
export type GoneContent =
  | { readonly kind: "event"; readonly event: RegistryEvent }
  | { readonly kind: "evidence"; readonly evidence: Evidence }
  | { readonly kind: "record"; readonly record: VersionRecord }
  | { readonly kind: "frozen"; readonly version: string }
  /** This clone lacks its bytes. */
  | { readonly kind: "unknown" };

export interface GoneFile {
  readonly life: FileLife;
  /** A commit that has it as mlx wrote it. */
  readonly had: HistoryCommit;
  readonly content: GoneContent;
}

/**
 * What files that are gone were. Left out is what mlx did not write, or what was damaged from its first day: those that
 * `registry verify` itself asks people to delete.
 * @param item what is there now. @param contents bytes by blob; those that a partial clone lacks are not in it.
 */
export function readGone(
  item: RegistryItem,
  lives: readonly FileLife[],
  contents: ReadonlyMap<string, Uint8Array>,
): GoneFile[] {
  return lives.flatMap((life) => {
    for (const { commit, blob } of life.contents) {
      const content = contentOf(item, life.path, contents.get(blob));
      if (content !== undefined) return [{ life, had: commit, content }];
    }
    return [];
  });
}

function contentOf(item: RegistryItem, path: string, bytes: Uint8Array | undefined): GoneContent | undefined {
  const { noun, name } = item;
  const alone = readItem(
    { paths: [path], read: (wanted) => (wanted === path ? bytes : undefined) },
    noun,
    name,
  );
  const [event, evidence, version] = [alone.events[0], alone.evidence[0], alone.versions[0]];
  if (version?.frozenFile === path) return { kind: "frozen", version: version.version };
  if (bytes === undefined) return event || evidence || version ? { kind: "unknown" } : undefined;
  const own = (of: { readonly noun: string; readonly name: string }) => of.noun === noun && of.name === name;
  if (version?.record?.ok && own(version.record.value) && version.record.value.version === version.version)
    return { kind: "record", record: version.record.value };
  if (evidence?.evidence.ok && own(evidence.evidence.value))
    return { kind: "evidence", evidence: evidence.evidence.value };
  // Alone it follows nothing: that is all that may be wrong with it.
  if (event?.event.ok && verifyEvents(alone).every(({ rule }) => rule === "missing-parent"))
    return { kind: "event", event: event.event.value };
  return undefined;
}
