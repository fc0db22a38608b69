import type { ShownModel } from "../../app/models/open-model.js";
import { lineageGaps } from "../../registry/lineage/lineage-gaps.js";
import { frozenFile } from "../../registry/paths.js";

/** A version as scripts see it: its record, and what was said of it since. */
export function showDocument({
  item,
  resolved,
  details,
  aliases,
  archived,
  said,
  evidence,
}: ShownModel): Record<string, unknown> {
  const { record, version, alias } = resolved;
  return {
    name: item.name,
    version,
    alias: alias ?? null,
    aliases,
    record: record.digest,
    sha256: record.sha256,
    path: frozenFile("model", item.name, version),
    registered: { author: record.author, time: record.time, message: record.message },
    archived: archived ? { author: archived.author, time: archived.time, message: archived.message } : null,
    ...details,
    gaps: lineageGaps(details),
    approvals: said.map(({ kind, author, time, message, id }) => ({
      kind,
      author,
      time,
      message,
      event: id,
    })),
    evidence: evidence.map(({ digest, evidence: { kind } }) => ({ digest, kind })),
    versions: item.versions.map((entry) => entry.version),
  };
}
