import type { Sha256 } from "../../core/sha256.js";
import { intactEvents } from "../events/heads.js";
import type { Evidence } from "../evidence/evidence.js";
import { newestFirst } from "../evidence/evidence-of-kind.js";
import { namedEvidence } from "../evidence/intact-evidence.js";
import { type ModelDetails, readModelDetails } from "../models/model-details.js";
import type { RegistryItem } from "../read-item.js";
import type { RegistryEvent, VersionRecord } from "../types.js";

/** A piece of evidence of a version, and the digest that its file is named by. */
export interface VersionEvidence {
  readonly digest: Sha256;
  readonly evidence: Evidence;
}

/** An alias that points at a version now. */
export interface VersionAlias {
  readonly alias: string;
  /** What set it; absent where it cannot be read. */
  readonly event?: RegistryEvent;
}

/** A version of a model with everything that the registry knows of where it comes from and where it went. */
export interface LineageVersion {
  readonly record: VersionRecord;
  readonly details: ModelDetails;
  /** The newest of each suite and monitor, and the newest reproduction; those that gates of its aliases went by, too. */
  readonly evidence: readonly VersionEvidence[];
  readonly aliases: readonly VersionAlias[];
}

/** @param record of the item. */
export function lineageVersion(item: RegistryItem, record: VersionRecord): LineageVersion {
  const events = new Map(intactEvents(item).map((event) => [event.id, event]));
  const aliases = item.aliases.flatMap(({ alias, pointer }): VersionAlias[] => {
    if (!pointer.ok || pointer.value.record !== record.digest) return [];
    const event = events.get(pointer.value.event);
    return [{ alias, ...(event && { event }) }];
  });
  const used = new Set(aliases.flatMap(({ event }) => (event === undefined ? [] : namedEvidence(event))));
  const own = item.evidence.flatMap(({ digest, evidence }): VersionEvidence[] =>
    evidence.ok && evidence.value.record === record.digest ? [{ digest, evidence: evidence.value }] : [],
  );
  const seen = new Set<string>();
  const evidence = newestFirst(own).filter(({ digest, evidence: one }) => {
    const about = aboutOf(one);
    const isNewest = !seen.has(about);
    seen.add(about);
    return isNewest || used.has(digest);
  });
  return { record, details: readModelDetails(record), evidence, aliases };
}

function aboutOf(evidence: Evidence): string {
  if (evidence.kind === "evaluation") return `evaluation ${evidence.suite.file}`;
  return evidence.kind === "drift" ? `drift ${evidence.file}` : evidence.kind;
}
