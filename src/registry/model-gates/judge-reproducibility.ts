import { formatMinute } from "../../core/format-time.js";
import { evidencePrefix, type ReproductionEvidence, reproductionGrades } from "../evidence/evidence.js";
import { evidenceOfKind } from "../evidence/evidence-of-kind.js";
import { fromTheFuture } from "../gates/from-the-future.js";
import { gateTitle, type ModelGateRule } from "../models/model-settings.js";
import type { EvidenceEntry } from "../read-item.js";
import type { ModelGateFacts } from "./facts.js";
import type { JudgedGate } from "./judged-gate.js";

interface FoundReproduction {
  readonly digest: string;
  readonly evidence: ReproductionEvidence;
}

/** Whether the run that made the version could be run again as well as is asked for, the newest time that somebody tried. */
export function judgeReproducibility(
  rule: Extract<ModelGateRule, { kind: "reproducibility" }>,
  { record, run, evidence, candidates, now }: ModelGateFacts,
): JudgedGate {
  const gate = gateTitle(rule);
  const reference = `${record.name}@${record.version}`;
  if (run === undefined) {
    const reason = "the record names no run, so nothing can be run again";
    return {
      gate,
      passed: false,
      reason,
      hint: `register it from its run: mlx model register ${record.name} PATH --run RUN`,
    };
  }
  const again = `mlx runs reproduce ${run.slice(-8)} --record ${reference}`;
  const recorded = reproductionsOf(evidence, record.digest);
  const [newest] = recorded.length > 0 ? recorded : reproductionsOf(candidates, record.digest);
  if (newest === undefined) {
    return { gate, passed: false, reason: "nobody has run it again yet", hint: `run it again: ${again}` };
  }
  const { grade, time, reasons, tolerance } = newest.evidence;
  const by = { evidence: [`${evidencePrefix}${newest.digest}`] };
  const when = formatMinute(Date.parse(time));
  const ahead = fromTheFuture(time, now);
  if (ahead !== undefined)
    return { gate, passed: false, reason: ahead, ...by, hint: `run it again: ${again}` };
  if (rule.maxAge !== undefined && now - Date.parse(time) > rule.maxAge.ms) {
    return {
      gate,
      passed: false,
      reason: `it is too old: it is of ${when}`,
      ...by,
      hint: `run it again: ${again}`,
    };
  }
  const passed = reproductionGrades.indexOf(grade) <= reproductionGrades.indexOf(rule.grade);
  const within = grade === "within_tolerance" && tolerance !== undefined ? ` of ${tolerance}` : "";
  const [why] = passed ? [] : reasons;
  const reason = `${grade}${within}, ${when}${why === undefined ? "" : `: ${why}`}`;
  return {
    gate,
    passed,
    reason,
    ...by,
    ...(!passed && { hint: `find out why, and run it again: ${again}` }),
  };
}

/** The newest first. */
function reproductionsOf(entries: readonly EvidenceEntry[], record: string): FoundReproduction[] {
  return evidenceOfKind(entries, "reproduction").filter(({ evidence }) => evidence.record === record);
}
