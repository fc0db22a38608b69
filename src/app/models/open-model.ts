import { MlxError } from "../../core/errors.js";
import { aliasesOfVersion } from "../../registry/aliases/aliases-of-version.js";
import { approvalsOf } from "../../registry/approvals/approvals.js";
import { eventsOfRecord } from "../../registry/events/events-of-record.js";
import type { VersionEvidence } from "../../registry/lineage/lineage-source.js";
import { lapsed } from "../../registry/model-gates/seen-evidence.js";
import { type ModelDetails, readModelDetails } from "../../registry/models/model-details.js";
import type { RegistryItem } from "../../registry/read-item.js";
import { parseReference } from "../../registry/reference.js";
import type { RegistryEvent, VersionRecord } from "../../registry/types.js";
import { latestVersion } from "../../registry/versions/latest-version.js";
import { type ResolvedVersion, resolveVersion } from "../../registry/versions/resolve-version.js";
import type { App } from "../app.js";
import { registryTree } from "../registry/registry-tree.js";
import { requireItem } from "../registry/require-item.js";
import { settingsOf } from "./promotion/read-settings.js";

/** Everything that the registry holds of one version. */
export interface ShownModel {
  readonly item: RegistryItem;
  readonly resolved: ResolvedVersion;
  readonly details: ModelDetails;
  /** Those that point at it. */
  readonly aliases: readonly string[];
  /** Present where it is archived: what did that. */
  readonly archived?: RegistryEvent;
  /** Approvals and rejections of it, the oldest first. */
  readonly said: readonly RegistryEvent[];
  /** Why an approval of `said` does not count, by the event's digest: for the gates that name nobody else. */
  readonly uncounted: ReadonlyMap<string, string>;
  /** The evidence of exactly this record, in the order of its digests. */
  readonly evidence: readonly VersionEvidence[];
}

/**
 * A version with what was said of it. A name alone means its latest version that is not archived.
 * @throws {MlxError} as `requireModel`.
 */
export async function openModel(app: App, reference: string): Promise<ShownModel> {
  const { name, ref } = parseReference(reference, "model");
  const item = requireItem(await registryTree(app), "model", name);
  const resolved = resolveVersion(item.tree, "model", name, ref ?? latestVersion(item)?.version ?? "1");
  const { digest } = resolved.record;
  const events = eventsOfRecord(item, digest);
  const last = events.findLast(({ kind }) => kind === "archive" || kind === "unarchive");
  const archived = last?.kind === "archive" ? last : undefined;
  const said = events.filter(isStatement);
  const evidence = evidenceOf(item, digest);
  return {
    ...{ item, resolved, details: readModelDetails(resolved.record) },
    aliases: aliasesOfVersion(item, resolved.version),
    ...(archived && { archived }),
    said,
    uncounted: uncountedOf(item, resolved.record, said, evidence),
    evidence,
  };
}

function uncountedOf(
  item: RegistryItem,
  { version, digest, author }: VersionRecord,
  said: readonly RegistryEvent[],
  evidence: readonly VersionEvidence[],
): ReadonlyMap<string, string> {
  const seen = evidence.flatMap(({ digest, evidence: found }) => (found.taken === true ? [] : [digest]));
  const { counted, uncounted } = approvalsOf(
    said,
    { version, record: digest },
    author,
    approversOf(item),
    (approval) => lapsed(approval, seen),
  );
  const whys = new Map(uncounted.map(({ event, why }) => [event.digest, why]));
  const last = new Set([...counted.map((event) => event.digest), ...whys.keys()]);
  const earlier = said.filter((event) => !last.has(event.digest));
  return new Map([
    ...whys,
    ...earlier.map(({ digest }) => [digest, "was said before the last word"] as const),
  ]);
}

/** Settings that cannot be read are told where gates are judged. */
function approversOf(item: RegistryItem): readonly string[] | undefined {
  try {
    return settingsOf(item).approvers;
  } catch (error) {
    if (error instanceof MlxError) return undefined;
    throw error;
  }
}

/** To look for the digest in a file takes a fraction of what it takes to read evidence. */
function evidenceOf(item: RegistryItem, record: string): VersionEvidence[] {
  const mark = Buffer.from(record);
  return item.evidence.flatMap((entry) => {
    const bytes = item.tree.read(entry.file) ?? new Uint8Array();
    if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(mark)) return [];
    const { evidence, digest } = entry;
    return evidence.ok && evidence.value.record === record ? [{ digest, evidence: evidence.value }] : [];
  });
}

function isStatement({ kind }: RegistryEvent): boolean {
  return kind === "approve" || kind === "reject";
}
