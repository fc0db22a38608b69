import { intactEvents } from "../events/heads.js";
import { evaluationsIn } from "../evidence/evaluations.js";
import type { EvaluationEvidence } from "../evidence/evidence.js";
import { evidenceOfKind } from "../evidence/evidence-of-kind.js";
import type { SuiteLookup } from "../evidence/suite-facts.js";
import type { SignatureFacts } from "../gates/gates.js";
import { readModelDetails } from "../models/model-details.js";
import type { ModelGate } from "../models/model-settings.js";
import type { RegistryItem } from "../read-item.js";
import type { VersionRecord } from "../types.js";
import type { AgainstHolder, ModelGateFacts, MonitorLookup } from "./facts.js";
import { judgeModelGates } from "./judge-model-gates.js";

/** The gates of an alias at a glance, by their kinds, each once, in the order of the gates. */
export interface OpenGates {
  /** Those that what is on record does not let pass. */
  readonly open: readonly string[];
  /** Those of which only a promotion looks at what they go by: signatures, which git has to verify. */
  readonly unseen: readonly string[];
}

/** What a glance goes by that the files of the registry do not say. */
export interface GlanceFacts {
  /** Those of `suitesOnRecord`. */
  readonly suites: ReadonlyMap<string, SuiteLookup>;
  /** Of the gates of the kind `nonInferior`. */
  readonly againstHolder: ReadonlyMap<ModelGate, AgainstHolder>;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * Judges the gates of an alias as a promotion does, from the files of the registry alone: suites and monitors are taken to be today as the newest
 * evidence has them, the bytes to be as the scan at registration found them, signatures to be good. Ledgers are not asked.
 */
export function openGates(
  gates: readonly ModelGate[],
  item: RegistryItem,
  record: VersionRecord,
  { suites, againstHolder, now }: GlanceFacts,
): OpenGates {
  const { scan, files, metrics = {}, run } = readModelDetails(record);
  const events = intactEvents(item);
  const judged = judgeModelGates(gates, {
    ...{ record, metrics, events, evidence: item.evidence, candidates: [], suites, againstHolder, now },
    ...(run && { run: run.id }),
    monitors: monitorsOnRecord(gates, item, record),
    scan: { verdict: scan.verdict === "ok" ? "ok" : "unknown", files, found: [] },
    signature: unverified,
    approvalSignatures: new Map(events.map(({ digest }) => [digest, unverified])),
  } satisfies ModelGateFacts);
  const open = gates.filter((_, index) => judged[index]?.passed !== true);
  const unseen = gates.filter((gate) => !open.includes(gate) && goesBySignature(gate));
  return { open: kindsOf(open), unseen: kindsOf(unseen) };
}

/** Suites as the newest evidence of a version has them, by the names that gates give them and by their files. */
export function suitesOnRecord(
  gates: readonly ModelGate[],
  item: RegistryItem,
  record: VersionRecord,
): ReadonlyMap<string, SuiteLookup> {
  const evaluations = evaluationsIn(item.evidence)
    .map(({ evidence }) => evidence)
    .filter((evidence) => evidence.record === record.digest);
  const named = gates.flatMap((gate) => {
    if (gate.kind === "evaluation") return [gate.suite];
    const isOfSuite = gate.kind === "metric" || gate.kind === "nonInferior";
    return isOfSuite && gate.evaluation !== undefined ? [gate.evaluation] : [];
  });
  const files = evaluations.map(({ suite }) => suite.file);
  return new Map(
    [...new Set([...files, ...named])].map((wanted): [string, SuiteLookup] => {
      const found = evaluations.find(({ suite }) => isSuite(suite, wanted));
      return [wanted, found === undefined ? { problem: "there is no evidence" } : factsOf(found)];
    }),
  );
}

function factsOf({ suite, digests, providers, judges }: EvaluationEvidence): SuiteLookup {
  return { ...suite, digests, providers, judges: judges.providers };
}

function isSuite({ name, file }: { readonly name: string; readonly file: string }, wanted: string): boolean {
  return name === wanted || file === wanted || file === `evals/${wanted}.eval.yaml`;
}

function monitorsOnRecord(
  gates: readonly ModelGate[],
  item: RegistryItem,
  record: VersionRecord,
): ReadonlyMap<string, MonitorLookup> {
  const checks = evidenceOfKind(item.evidence, "drift").filter(
    ({ evidence }) => evidence.record === record.digest,
  );
  return new Map(
    gates.flatMap((gate): [string, MonitorLookup][] => {
      if (gate.kind !== "drift") return [];
      const found = checks.find(({ evidence }) => evidence.monitor === gate.monitor)?.evidence;
      const { file = "", baseline = "" } = found ?? {};
      return [[gate.monitor, { name: gate.monitor, file, baseline, hasData: true }]];
    }),
  );
}

const unverified: SignatureFacts = { good: true, reason: "nobody looked at it" };

function goesBySignature(gate: ModelGate): boolean {
  return gate.kind === "signed" || (gate.kind === "approvals" && gate.signed);
}

function kindsOf(gates: readonly ModelGate[]): readonly string[] {
  return [...new Set(gates.map(({ kind }) => kind))];
}
