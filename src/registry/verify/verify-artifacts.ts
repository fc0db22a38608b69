import type { Finding } from "../../core/finding.js";
import { formatPointer, readCanonicalPointer } from "../../data/pointer.js";
import type { FileEntry } from "../../data/types.js";
import { decodeUtf8 } from "../format/parsed.js";
import { type ModelArtifact, mostArtifacts, readModelDetails } from "../models/model-details.js";
import type { VersionEntry } from "../read-item.js";
import type { VersionRecord } from "../types.js";
import { registryFinding, restoreHint } from "./registry-finding.js";

/** Lines of a listed directory's pointer before its first entry. */
const headLines = 3;

/**
 * Whether the frozen file of a model's version is a pointer in its one form, and whether the record says the same of the
 * files as the pointer does. The bytes are known to be those that were published.
 */
export function verifyArtifacts(
  { version, frozenFile: file, recordFile }: VersionEntry,
  record: VersionRecord,
  frozen: Uint8Array,
): Finding[] {
  const text = decodeUtf8(frozen);
  const pointer = text === undefined ? undefined : readCanonicalPointer(text);
  if (pointer === undefined || pointer.kind !== "directory" || formatPointer(pointer) !== text) {
    const message = `the frozen file of version ${version} is no pointer of a directory in the form in which mlx writes it`;
    return [registryFinding("damaged-file", file, message, restoreHint(file))];
  }
  // What a tree of manifests lists stands in objects, not here.
  if (!("entries" in pointer)) return [];
  const details = readModelDetails(record);
  const differs = differenceOf(pointer.entries, details.artifacts);
  if (differs !== undefined) {
    const message = `the record of version ${version} says something else of ${differs.path} than its frozen file does, line ${differs.line}`;
    return [registryFinding("wrong-details", recordFile, message, restoreHint(recordFile))];
  }
  const bytes = pointer.entries.reduce((sum, { size }) => sum + size, 0);
  if (details.files === pointer.entries.length && details.bytes === bytes) return [];
  const message = `the record of version ${version} counts ${details.files} files with ${details.bytes} bytes, its frozen file lists ${pointer.entries.length} with ${bytes}`;
  return [registryFinding("wrong-details", recordFile, message, restoreHint(recordFile))];
}

function differenceOf(
  entries: readonly FileEntry[],
  artifacts: readonly ModelArtifact[],
): { readonly path: string; readonly line: number } | undefined {
  const expected = entries.slice(0, mostArtifacts);
  for (let at = 0; at < Math.max(expected.length, artifacts.length); at++) {
    const [entry, artifact] = [expected[at], artifacts[at]];
    const same =
      entry?.path === artifact?.path && entry?.sha256 === artifact?.sha256 && entry?.size === artifact?.size;
    if (!same) return { path: entry?.path ?? artifact?.path ?? "", line: headLines + at + 1 };
  }
  return undefined;
}
