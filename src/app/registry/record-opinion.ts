import type { Sha256 } from "../../core/sha256.js";
import { emailOf } from "../../registry/approvals/approvals.js";
import { formatEvent } from "../../registry/events/event.js";
import { headsOf, intactEvents } from "../../registry/events/heads.js";
import { requirePublication } from "../../registry/events/publication.js";
import { eventFile } from "../../registry/paths.js";
import type { RegistryItem } from "../../registry/read-item.js";
import type { Person, RegistryEvent } from "../../registry/types.js";
import type { ResolvedVersion } from "../../registry/versions/resolve-version.js";
import type { App } from "../app.js";
import { changeRegistry } from "./change-registry.js";
import { newEvent } from "./new-event.js";

/** What a person says of a version. */
export interface Opinion {
  readonly kind: "approve" | "reject";
  readonly author: Person;
  readonly message: string;
  /** Of a model: the evidence that is there. */
  readonly evidence?: readonly Sha256[];
}

/** An opinion that is on record, or in a dry run would be. */
export interface RecordedOpinion {
  readonly event: RegistryEvent;
  /** False where the same person has said the same before, on the same evidence, and in a dry run. */
  readonly changed: boolean;
}

/** Keeps on record that a person stands by a version, or does not. */
export async function recordOpinion(
  app: App,
  item: RegistryItem,
  resolved: ResolvedVersion,
  opinion: Opinion,
  dryRun: boolean,
): Promise<RecordedOpinion> {
  const said = opinionsOn(item, resolved);
  const own = said.findLast((event) => emailOf(event.author) === emailOf(opinion.author));
  if (own?.kind === opinion.kind && isSame(own.evidence, opinion.evidence))
    return { event: own, changed: false };
  const target = { version: resolved.version, record: resolved.record.digest };
  const event = newEvent(app, item, {
    ...opinion,
    target,
    parents: [...headsOf(said).map(({ digest }) => digest), requirePublication(item, target).digest],
  });
  if (!dryRun) {
    await changeRegistry(app, `${item.noun} approve`, async () => [
      { write: eventFile(item.noun, item.name, event.id), text: formatEvent(event) },
    ]);
  }
  return { event, changed: !dryRun };
}

/** What was said of exactly this record, the oldest first. */
function opinionsOn(item: RegistryItem, { record }: ResolvedVersion): RegistryEvent[] {
  return intactEvents(item).filter(
    ({ kind, target }) => (kind === "approve" || kind === "reject") && target?.record === record.digest,
  );
}

function isSame(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a.length === b.length && a.every((digest) => b.includes(digest));
}
