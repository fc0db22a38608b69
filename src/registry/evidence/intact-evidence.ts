import type { RegistryItem } from "../read-item.js";
import type { RegistryEvent } from "../types.js";
import { type Evidence, evidencePrefix } from "./evidence.js";

/** The evidence of an item that can be read, by its digest. */
export function intactEvidence({ evidence }: RegistryItem): ReadonlyMap<string, Evidence> {
  return new Map(
    evidence.flatMap(({ digest, evidence: read }) => (read.ok ? [[digest, read.value] as const] : [])),
  );
}

/** The digests of evidence that an event goes by: those of its gates, and what was there when somebody approved. */
export function namedEvidence({ gates = [], evidence = [] }: RegistryEvent): string[] {
  const named = gates
    .flatMap(({ evidence: digests = [] }) => digests)
    .filter((text) => text.startsWith(evidencePrefix))
    .map((text) => text.slice(evidencePrefix.length));
  return [...new Set([...named, ...evidence])];
}
