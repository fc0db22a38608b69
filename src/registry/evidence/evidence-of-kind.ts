import type { Sha256 } from "../../core/sha256.js";
import type { EvidenceEntry } from "../read-item.js";
import type { Evidence } from "./evidence.js";

/** A piece of evidence, and the digest that its file is named by. */
interface Found<E extends Evidence> {
  readonly digest: Sha256;
  readonly evidence: E;
}

/** The evidence of one kind that could be read, the newest first. */
export function evidenceOfKind<K extends Evidence["kind"]>(
  entries: readonly EvidenceEntry[],
  kind: K,
): Found<Extract<Evidence, { kind: K }>>[] {
  return newestFirst(
    entries.flatMap(({ digest, evidence }) =>
      evidence.ok && isOfKind(evidence.value, kind) ? [{ digest, evidence: evidence.value }] : [],
    ),
  );
}

/** Of the same moment the order is by digest, so that every clone sees the same. */
export function newestFirst<E extends Evidence>(found: readonly Found<E>[]): Found<E>[] {
  const key = ({ evidence, digest }: Found<E>) => `${evidence.time} ${digest}`;
  return found.toSorted((a, b) => (key(a) < key(b) ? 1 : -1));
}

function isOfKind<K extends Evidence["kind"]>(
  evidence: Evidence,
  kind: K,
): evidence is Extract<Evidence, { kind: K }> {
  return evidence.kind === kind;
}
