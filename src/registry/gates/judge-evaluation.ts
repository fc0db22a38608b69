import { countOf } from "../../core/format-bytes.js";
import { formatShare } from "../../core/format-number.js";
import { formatMinute } from "../../core/format-time.js";
import { countingEvaluation, evaluationsIn, type FoundEvaluation, isBy } from "../evidence/evaluations.js";
import { type EvaluationEvidence, evidencePrefix } from "../evidence/evidence.js";
import { evidenceDifferences } from "../evidence/evidence-differences.js";
import type { SuiteLookup } from "../evidence/suite-facts.js";
import type { EvidenceEntry } from "../read-item.js";
import type { AliasGate, GateOutcome, VersionRef } from "../types.js";
import { fromTheFuture } from "./from-the-future.js";

/** What a gate of the kind `evaluation` goes by. */
export interface EvaluationFacts {
  readonly target: VersionRef;
  /** Of the item. */
  readonly evidence: readonly EvidenceEntry[];
  readonly suite: SuiteLookup | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * Whether the newest evidence that counts says that the version passed its suite. It counts if it is of exactly this record, and of the
 * data, graders, judges and providers that the suite has now; an older one that passed is no way round a newer one that failed.
 */
export function judgeEvaluation(
  { suite: named, maxAge }: Extract<AliasGate, { kind: "evaluation" }>,
  { target, evidence, suite, now }: EvaluationFacts,
): GateOutcome {
  const gate = `evaluation: ${named}${maxAge === undefined ? "" : `, at most ${maxAge.text} old`}`;
  const refused = (reason: string, by?: FoundEvaluation): GateOutcome => ({
    ...{ gate, passed: false, reason },
    ...(by && { evidence: [`${evidencePrefix}${by.digest}`] }),
  });
  if (suite === undefined) return refused("nobody looked at the suite");
  if ("problem" in suite) return refused(suite.problem);
  const all = evaluationsIn(evidence).filter((item) => isBy(item.evidence, suite));
  const [latest] = all.filter((item) => item.evidence.record === target.record);
  if (latest === undefined) return refused(nothing(all, evidence, target));
  const counting = countingEvaluation(all, target.record, suite);
  if (counting === undefined) {
    const why = evidenceDifferences(latest.evidence, suite).join("; ");
    return refused(`the evidence of ${when(latest)} does not count: ${why}`, latest);
  }
  const { verdict, time } = counting.evidence;
  const ahead = fromTheFuture(time, now);
  if (ahead !== undefined) return refused(`the evidence does not count: ${ahead}`, counting);
  if (maxAge !== undefined && now - Date.parse(time) > maxAge.ms) {
    return refused(`the evidence is too old: it is of ${when(counting)}`, counting);
  }
  const said = `${verdict}: ${figures(counting.evidence)}, ${when(counting)}`;
  if (verdict !== "passed") return refused([said, ...failures(counting.evidence)].join("; "), counting);
  return { gate, passed: true, reason: said, evidence: [`${evidencePrefix}${counting.digest}`] };
}

/** What there is instead of evidence. @param others the newest first. */
function nothing(
  others: readonly FoundEvaluation[],
  evidence: readonly EvidenceEntry[],
  { version }: VersionRef,
): string {
  const damaged = evidence.filter(({ evidence: read }) => !read.ok).length;
  const lost = damaged === 0 ? "" : `; ${countOf(damaged, "file")} of evidence cannot be read`;
  const [newest] = others;
  if (newest === undefined) return `there is no evidence${lost}`;
  const other = newest.evidence.version;
  const what = other === version ? "another record of it" : other;
  return `there is no evidence of ${version}: the newest is of ${what}${lost}`;
}

/** The moment and not the age: a reason is kept with the event, and read years later. */
function when({ evidence }: FoundEvaluation): string {
  return formatMinute(Date.parse(evidence.time));
}

/** `58 of 60 cases, 96.7% (88.6% to 99.1%)`. */
export function figures({ summary }: EvaluationEvidence): string {
  const { cases, passed, passRate, interval } = summary;
  const range = interval === null ? "" : ` (${interval.map(formatShare).join(" to ")})`;
  const rate = passRate === null ? "" : `, ${formatShare(passRate)}${range}`;
  return `${passed} of ${countOf(cases, "case")}${rate}`;
}

/** Gates of a suite that are named; an evaluation shows all. */
const mostFailures = 2;

function failures({ gates }: EvaluationEvidence): string[] {
  const failed = gates.filter(({ passed }) => !passed);
  const named = failed.slice(0, mostFailures).map(({ name, reason }) => `${name}: ${reason}`);
  const more = failed.length - named.length;
  return more === 0 ? named : [...named, `and ${countOf(more, "more gate")} of the suite`];
}
