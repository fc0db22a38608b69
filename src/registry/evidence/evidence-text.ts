import type { RegistryItem } from "../read-item.js";
import type { RegistryEvent } from "../types.js";
import type { Evidence } from "./evidence.js";
import { intactEvidence } from "./intact-evidence.js";

/** What a piece of evidence says, in a few words: `evaluation penguins passed`, `drift inflow ok`, `reproduction identical`. */
export function evidenceLine(evidence: Evidence): string {
  if (evidence.kind === "evaluation") return `evaluation ${evidence.suite.name} ${evidence.verdict}`;
  if (evidence.kind === "drift") return `drift ${evidence.monitor} ${evidence.verdict}`;
  return `reproduction ${evidence.grade}`;
}

/** What whoever approved or rejected had before them; empty where the event names no evidence. */
export function seenText(item: RegistryItem, { evidence }: RegistryEvent): string {
  if (evidence === undefined) return "";
  if (evidence.length === 0) return "on no evidence";
  const known = intactEvidence(item);
  const lines = evidence.map((digest) => {
    const found = known.get(digest);
    return `${found === undefined ? "evidence that cannot be read" : evidenceLine(found)} (${digest.slice(0, 12)})`;
  });
  return `on ${lines.join(", ")}`;
}
