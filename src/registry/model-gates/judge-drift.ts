import { fewOf } from "../../core/few-of.js";
import { countOf } from "../../core/format-bytes.js";
import { formatMinute } from "../../core/format-time.js";
import { shellQuote } from "../../core/shell-quote.js";
import { type DriftEvidence, evidencePrefix } from "../evidence/evidence.js";
import { evidenceOfKind } from "../evidence/evidence-of-kind.js";
import { fromTheFuture } from "../gates/from-the-future.js";
import { gateTitle, type ModelGateRule } from "../models/model-settings.js";
import type { EvidenceEntry } from "../read-item.js";
import type { ModelGateFacts, MonitorLookup } from "./facts.js";
import type { JudgedGate } from "./judged-gate.js";

interface FoundCheck {
  readonly digest: string;
  readonly evidence: DriftEvidence;
}

/** More are counted. */
const mostColumns = 5;

/**
 * Whether the newest check of the monitor for this record, against the baseline that the monitor has now, found no drift. Where none is on
 * record the newest one of this clone's ledger stands in.
 */
export function judgeDrift(
  rule: Extract<ModelGateRule, { kind: "drift" }>,
  facts: Pick<ModelGateFacts, "record" | "evidence" | "candidates" | "monitors" | "now">,
): JudgedGate {
  const gate = gateTitle(rule);
  const { record, now } = facts;
  const monitor = facts.monitors.get(rule.monitor);
  if (monitor === undefined) return { gate, passed: false, reason: "nobody looked at the monitor" };
  if ("problem" in monitor) {
    const { problem, hint } = monitor;
    return { gate, passed: false, reason: problem, ...(hint !== undefined && { hint }) };
  }
  const data = monitor.hasData ? "" : " --data FILE";
  const reference = `${record.name}@${record.version}`;
  const check = `mlx drift check ${shellQuote(monitor.name)}${data} --record ${reference}`;
  const recorded = checksOf(facts.evidence, record.digest, monitor.name);
  const all = recorded.length > 0 ? recorded : checksOf(facts.candidates, record.digest, monitor.name);
  const counting = all.find(({ evidence }) => evidence.baseline === monitor.baseline);
  if (counting === undefined)
    return { gate, passed: false, ...withoutCheck(all, monitor), hint: `check it: ${check}` };
  const { digest, evidence } = counting;
  const when = formatMinute(Date.parse(evidence.time));
  const by = { evidence: [`${evidencePrefix}${digest}`] };
  const ahead = fromTheFuture(evidence.time, now);
  if (ahead !== undefined) return { gate, passed: false, reason: ahead, ...by, hint: `check anew: ${check}` };
  if (rule.maxAge !== undefined && now - Date.parse(evidence.time) > rule.maxAge.ms) {
    return {
      gate,
      passed: false,
      reason: `the check is too old: it is of ${when}`,
      ...by,
      hint: `check anew: ${check}`,
    };
  }
  const passed = evidence.verdict === "ok" || evidence.verdict === "warning";
  const reason = [
    `${evidence.verdict}: ${countOf(evidence.rows, "row")} of ${evidence.data.path}, ${when}`,
    ...(passed ? [] : [driftText(evidence)]),
  ].join("; ");
  const hint =
    evidence.verdict === "inconclusive"
      ? `check more rows: ${check}`
      : `see what moved: mlx drift show ${evidence.check.slice(-8)}`;
  return { gate, passed, reason, ...by, ...(!passed && { hint }) };
}

function withoutCheck(
  [latest]: readonly FoundCheck[],
  monitor: Exclude<MonitorLookup, { problem: string }>,
): Pick<JudgedGate, "reason" | "evidence"> {
  if (latest === undefined) return { reason: `there is no check by ${monitor.name}` };
  const when = formatMinute(Date.parse(latest.evidence.time));
  return {
    reason: `the check of ${when} is against another baseline than the monitor has now`,
    evidence: [`${evidencePrefix}${latest.digest}`],
  };
}

function driftText({ drifted, reason }: DriftEvidence): string {
  return drifted.length === 0 ? reason : `drifted: ${fewOf(drifted, mostColumns)}`;
}

/** The newest first. */
function checksOf(entries: readonly EvidenceEntry[], record: string, monitor: string): FoundCheck[] {
  return evidenceOfKind(entries, "drift").filter(
    ({ evidence }) => evidence.record === record && evidence.monitor === monitor,
  );
}
