import type { Sha256 } from "../../core/sha256.js";
import type { EvidenceEntry } from "../read-item.js";
import type { RegistryEvent } from "../types.js";

/**
 * Digests of the evidence of exactly this record that a person who approves it has before them, sorted. What a promotion itself took out
 * of a ledger is left out: it comes after every approval.
 */
export function seenEvidence(entries: readonly EvidenceEntry[], record: string): readonly Sha256[] {
  const own = entries.flatMap(({ digest, evidence }) =>
    evidence.ok && evidence.value.record === record && evidence.value.taken !== true ? [digest] : [],
  );
  return own.sort();
}

/** Why an approval has lapsed that was given on other evidence than there is now; undefined where it has not. */
export function lapsed({ evidence: before = [] }: RegistryEvent, now: readonly string[]): string | undefined {
  const [was, is] = [new Set<string>(before), new Set(now)];
  if ([...was].some((digest) => !is.has(digest))) return "lapsed: evidence that it was given on is gone";
  return was.size === is.size
    ? undefined
    : "lapsed: there is evidence now that was not there when it was given";
}
