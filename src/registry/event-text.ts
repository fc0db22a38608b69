import type { RegistryEvent } from "./types.js";

/** What an event did, in a few words: `stable 1.0.0 → 2.0.0`. */
export function eventText({ kind, alias, target, previous }: RegistryEvent): string {
  const version = target?.version ?? "";
  const from = previous === undefined ? "" : `${previous.version} → `;
  if (kind === "publish") return `published ${version}`;
  if (kind === "approve") return `approved ${version}`;
  if (kind === "reject") return `rejected ${version}`;
  if (kind === "archive") return `archived ${version}`;
  if (kind === "unalias")
    return `${alias} removed${previous === undefined ? "" : `, was ${previous.version}`}`;
  return `${alias} ${from}${version}${kind === "rollback" ? " (rollback)" : ""}`;
}

/** On what the decision stood, for people: gates with their figures, and why a failing one was overridden. */
export function evidenceText({ gates = [], override }: RegistryEvent): string {
  const verdicts = gates.map(
    ({ gate, passed, reason }) => `${passed ? "passed" : "FAILED"} ${gate} (${reason})`,
  );
  return [...verdicts, ...(override === undefined ? [] : [`OVERRIDDEN: ${override}`])].join("; ");
}
