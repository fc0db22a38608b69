import { countOf } from "../../core/format-bytes.js";
import { formatMinute } from "../../core/format-time.js";
import { shellQuote } from "../../core/shell-quote.js";
import { judgeApprovals } from "../approvals/judge-approvals.js";
import { evaluationsIn } from "../evidence/evaluations.js";
import { evidencePrefix } from "../evidence/evidence.js";
import { fromTheFuture } from "../gates/from-the-future.js";
import { judgeSignature } from "../gates/gates.js";
import { judgeEvaluation } from "../gates/judge-evaluation.js";
import { gateTitle, type ModelGate, type ModelGateRule } from "../models/model-settings.js";
import type { ModelGateFacts, ScanFacts } from "./facts.js";
import { judgeDrift } from "./judge-drift.js";
import { judgeMetric } from "./judge-metric.js";
import { judgeNonInferior } from "./judge-non-inferior.js";
import { judgeReproducibility } from "./judge-reproducibility.js";
import type { JudgedGate } from "./judged-gate.js";
import { lapsed, seenEvidence } from "./seen-evidence.js";

/** More are counted. */
const mostFound = 3;

/** Each gate's verdict, all of them, so that a person sees at once what is left to do. */
export function judgeModelGates(gates: readonly ModelGate[], facts: ModelGateFacts): JudgedGate[] {
  const judged = new Map<ModelGate, JudgedGate>();
  for (const gate of gates) if (gate.kind !== "maxAge") judged.set(gate, judge(gate, facts));
  const others = [...judged.values()];
  return gates.map((gate) => {
    const outcome = gate.kind === "maxAge" ? judgeAges(gate, others, facts) : judged.get(gate);
    if (outcome === undefined) throw new TypeError(`nobody judged ${gateTitle(gate)}`);
    return { ...outcome, at: gate.at };
  });
}

function judge(gate: Exclude<ModelGate, { kind: "maxAge" }>, facts: ModelGateFacts): JudgedGate {
  switch (gate.kind) {
    case "metric":
      return judgeMetric(gate, facts);
    case "evaluation":
      return judgeSuite(gate, facts);
    case "drift":
      return judgeDrift(gate, facts);
    case "scan":
      return judgeScan(facts.scan, referenceOf(facts));
    case "nonInferior":
      return judgeNonInferior(gate, facts.againstHolder.get(gate));
    case "reproducibility":
      return judgeReproducibility(gate, facts);
    case "approvals":
      return judgePeople(gate, facts);
    case "signed":
      return judgeSignature(facts.signature);
  }
}

function referenceOf({ record }: ModelGateFacts): string {
  return `${record.name}@${record.version}`;
}

function judgeSuite(gate: Extract<ModelGate, { kind: "evaluation" }>, facts: ModelGateFacts): JudgedGate {
  const { record, evidence, now } = facts;
  const target = { version: record.version, record: record.digest };
  const outcome = judgeEvaluation(gate, { target, evidence, suite: facts.suites.get(gate.suite), now });
  if (outcome.passed) return outcome;
  const suite = facts.suites.get(gate.suite);
  if (suite !== undefined && "problem" in suite) {
    const mend = `mend the suite, or its name at ${gate.at.file}:${gate.at.line}`;
    return { ...outcome, hint: suite.hint ?? mend };
  }
  const went = outcome.evidence?.[0];
  const by = evaluationsIn(evidence).find(({ digest }) => `${evidencePrefix}${digest}` === went);
  const decided = by !== undefined && outcome.reason.startsWith(by.evidence.verdict);
  const hint = decided
    ? `see which cases: mlx eval show ${by.evidence.evaluation.slice(-8)}`
    : `evaluate it: mlx eval run ${shellQuote(gate.suite)} --record --model ${referenceOf(facts)}`;
  return { ...outcome, hint };
}

function judgeScan(scan: ScanFacts | undefined, reference: string): JudgedGate {
  const gate = gateTitle({ kind: "scan" });
  if (scan === undefined) return { gate, passed: false, reason: "nobody scanned it" };
  if ("problem" in scan) {
    return { gate, passed: false, reason: scan.problem, ...(scan.hint !== undefined && { hint: scan.hint }) };
  }
  const { verdict, files, found } = scan;
  if (verdict === "ok") return { gate, passed: true, reason: `ok: ${countOf(files, "file")}` };
  const named = found.slice(0, mostFound).map(({ path, rule, what }) => `${path}: ${what} (${rule})`);
  const more = found.length - named.length;
  const reason = [`${verdict}: ${named.join("; ")}`, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
  return {
    gate,
    passed: false,
    reason,
    hint: `see all of it: mlx model pull ${reference} --to DIR && mlx model scan DIR`,
  };
}

function judgePeople(gate: Extract<ModelGateRule, { kind: "approvals" }>, facts: ModelGateFacts): JudgedGate {
  const seen = seenEvidence(facts.evidence, facts.record.digest);
  const outcome = judgeApprovals(
    gate,
    {
      ...{ record: facts.record, events: facts.events },
      doubt: (approval) => {
        const signature = gate.signed ? facts.approvalSignatures.get(approval.digest) : undefined;
        if (gate.signed && signature?.good !== true)
          return `does not count: ${signature?.reason ?? "nobody looked at its signature"}`;
        return lapsed(approval, seen);
      },
    },
    gateTitle(gate),
  );
  if (outcome.passed) return outcome;
  const who = gate.from === undefined ? "somebody other than its author" : gate.from.join(" or ");
  return { ...outcome, hint: `ask ${who}: mlx model approve ${referenceOf(facts)} -m "what was checked"` };
}

/** Whether all evidence that the other gates went by is young enough. */
function judgeAges(
  gate: Extract<ModelGateRule, { kind: "maxAge" }>,
  others: readonly JudgedGate[],
  { evidence, candidates, now }: ModelGateFacts,
): JudgedGate {
  const title = gateTitle(gate);
  const times = new Map<string, number>(
    [...evidence, ...candidates].flatMap(({ digest, evidence: read }) =>
      read.ok ? [[`${evidencePrefix}${digest}`, Date.parse(read.value.time)] as const] : [],
    ),
  );
  const named = others.flatMap(({ gate: by, evidence: went = [] }) =>
    went.flatMap((digest) => {
      const time = times.get(digest);
      return time === undefined ? [] : [{ by, digest, time }];
    }),
  );
  const [oldest, ...younger] = named.toSorted((a, b) => a.time - b.time);
  const latest = younger.at(-1) ?? oldest;
  const ahead = latest && fromTheFuture(new Date(latest.time).toISOString(), now);
  if (latest !== undefined && ahead !== undefined)
    return {
      ...{ gate: title, passed: false, evidence: [latest.digest] },
      reason: `the evidence of "${latest.by}" does not count: ${ahead}`,
      hint: `record anew what "${latest.by}" goes by`,
    };
  if (oldest === undefined) return { gate: title, passed: true, reason: "no gate goes by evidence" };
  const when = formatMinute(oldest.time);
  if (now - oldest.time <= gate.age.ms)
    return { gate: title, passed: true, reason: `the oldest evidence is of ${when}` };
  return {
    ...{ gate: title, passed: false, evidence: [oldest.digest] },
    reason: `the evidence of "${oldest.by}" is of ${when}`,
    hint: `record anew what "${oldest.by}" goes by`,
  };
}
