import { relativeTime } from "../../core/format-time.js";
import { evaluationEvidence, type ReproductionEvidence, reproductionGrades } from "../evidence.js";
import { gateTitle, type ModelGateRule } from "../model-settings.js";
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
  const by = { evidence: [`${evaluationEvidence}${newest.digest}`] };
  const age = relativeTime(Date.parse(time), now);
  if (rule.maxAge !== undefined && now - Date.parse(time) > rule.maxAge.ms) {
    return {
      gate,
      passed: false,
      reason: `it is too old: it is of ${age}`,
      ...by,
      hint: `run it again: ${again}`,
    };
  }
  const passed = reproductionGrades.indexOf(grade) <= reproductionGrades.indexOf(rule.grade);
  const within = grade === "within_tolerance" && tolerance !== undefined ? ` of ${tolerance}` : "";
  const [why] = passed ? [] : reasons;
  const reason = `${grade}${within}, ${age}${why === undefined ? "" : `: ${why}`}`;
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
  const found = entries.flatMap(({ digest, evidence }): FoundReproduction[] =>
    evidence.ok && evidence.value.kind === "reproduction" && evidence.value.record === record
      ? [{ digest, evidence: evidence.value }]
      : [],
  );
  const key = ({ evidence, digest }: FoundReproduction) => `${evidence.time} ${digest}`;
  return found.sort((a, b) => (key(a) < key(b) ? 1 : -1));
}
