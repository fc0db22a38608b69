import { aliasesOfVersion } from "../../registry/aliases/aliases-of-version.js";
import { eventsOfRecord } from "../../registry/events/events-of-record.js";
import { type ModelDetails, readModelDetails } from "../../registry/models/model-details.js";
import type { RegistryItem } from "../../registry/read-item.js";
import { parseReference } from "../../registry/reference.js";
import type { RegistryEvent } from "../../registry/types.js";
import { latestVersion } from "../../registry/versions/latest-version.js";
import { type ResolvedVersion, resolveVersion } from "../../registry/versions/resolve-version.js";
import type { App } from "../app.js";
import { registryTree } from "../registry/registry-tree.js";
import { requireItem } from "../registry/require-item.js";

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
  /** The evidence of exactly this record. */
  readonly evidence: readonly { readonly digest: string; readonly kind: string }[];
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
  return {
    ...{ item, resolved, details: readModelDetails(resolved.record) },
    aliases: aliasesOfVersion(item, resolved.version),
    ...(archived && { archived }),
    said: events.filter(isStatement),
    evidence: evidenceOf(item, digest),
  };
}

/** To look for the digest in a file takes a fraction of what it takes to read evidence. */
function evidenceOf(item: RegistryItem, record: string): ShownModel["evidence"] {
  const mark = Buffer.from(record);
  return item.evidence.flatMap((entry) => {
    const bytes = item.tree.read(entry.file) ?? new Uint8Array();
    if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(mark)) return [];
    const { evidence, digest } = entry;
    return evidence.ok && evidence.value.record === record ? [{ digest, kind: evidence.value.kind }] : [];
  });
}

function isStatement({ kind }: RegistryEvent): boolean {
  return kind === "approve" || kind === "reject";
}
