import { evidencePrefix } from "../evidence/evidence.js";
import type { GateOutcome, RegistryEvent } from "../types.js";

/** What an event did, in a few words: `stable 1.0.0 → 2.0.0`. */
export function eventText({ kind, noun, alias, target, previous }: RegistryEvent): string {
  const version = target?.version ?? "";
  const from = previous === undefined ? "" : `${previous.version} → `;
  if (kind === "publish") return `${noun === "model" ? "registered" : "published"} ${version}`;
  if (kind === "approve") return `approved ${version}`;
  if (kind === "reject") return `rejected ${version}`;
  if (kind === "archive") return `archived ${version}`;
  if (kind === "unarchive") return `unarchived ${version}`;
  if (kind === "unalias")
    return `${alias} removed${previous === undefined ? "" : `, was ${previous.version}`}`;
  return `${alias} ${from}${version}${kind === "rollback" ? " (rollback)" : ""}`;
}

/** On what the decision stood, for people: gates with their figures, and why a failing one was overridden. */
export function evidenceText({ gates = [], override }: RegistryEvent): string {
  return [...gates.map(gateText), ...(override === undefined ? [] : [overrideText(override)])].join("; ");
}

/** `passed scan: ok (ok: 1 file)`. */
export function gateText(outcome: GateOutcome): string {
  return `${outcome.passed ? "passed" : "FAILED"} ${outcome.gate} (${gateReason(outcome)})`;
}

/** What stands in the place of gates: an alias that a rollback set has none, whatever the alias demands. */
export const rollbackText = "restored by a rollback, which asks no gates";

/** Marks that failing gates were passed over, with the reason. */
export function overrideText(reason: string): string {
  return `OVERRIDDEN: ${reason}`;
}

/** Why a gate said what it said, with the beginning of the digest of the evidence that it went by. */
export function gateReason({ reason, evidence = [] }: GateOutcome): string {
  const digests = evidence.filter((item) => item.startsWith(evidencePrefix));
  const short = digests.map((item) => item.slice(0, evidencePrefix.length + 12).replace(":", " "));
  return [reason, ...short].join("; ");
}
