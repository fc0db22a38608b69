import type { GateOutcome, RegistryEvent, VersionRecord } from "../types.js";
import { approvalsOf } from "./approvals.js";

/** What stands before the digest of an event that a gate went by. */
export const eventEvidence = "event:";

export interface ApprovalsRule {
  readonly count: number;
  /** E-mail addresses; absent where anybody's counts. */
  readonly from?: readonly string[];
}

export interface ApprovalFacts {
  readonly record: VersionRecord;
  /** Of the item, the oldest first. */
  readonly events: readonly RegistryEvent[];
  /** Why an approval that would count does not. */
  readonly doubt?: (approval: RegistryEvent) => string | undefined;
}

/** Whether enough people stand by a version, its author left out. */
export function judgeApprovals(
  { count, from }: ApprovalsRule,
  { record, events, doubt }: ApprovalFacts,
  gate = `approvals: ${count}${from === undefined ? "" : ` from ${from.join(", ")}`}`,
): GateOutcome & { readonly value: number; readonly threshold: number } {
  const target = { version: record.version, record: record.digest };
  const { counted, uncounted } = approvalsOf(events, target, record.author, from, doubt);
  const who = counted.map(({ author }) => author.email);
  const others = uncounted.map(({ event, why }) => `${event.author.email} ${why}`);
  const figure = `${counted.length} of ${count}`;
  const by = who.length === 0 ? "" : ` by ${who.join(", ")}`;
  return {
    gate,
    passed: counted.length >= count,
    reason: [`${figure}${by}`, ...others].join("; "),
    ...{ value: counted.length, threshold: count },
    ...(counted.length > 0 && { evidence: counted.map(({ digest }) => `${eventEvidence}${digest}`) }),
  };
}
