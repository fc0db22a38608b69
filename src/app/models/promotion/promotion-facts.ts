import { readAuthor } from "../../../git/author.js";
import { intactEvents } from "../../../registry/events/heads.js";
import { evaluationsIn } from "../../../registry/evidence/evaluations.js";
import type { SuiteLookup } from "../../../registry/evidence/suite-facts.js";
import type { SignatureFacts } from "../../../registry/gates/gates.js";
import type { ModelGateFacts, MonitorLookup, ScanFacts } from "../../../registry/model-gates/facts.js";
import { ownSignature } from "../../../registry/model-gates/own-signature.js";
import { readModelDetails } from "../../../registry/models/model-details.js";
import type { ModelGate } from "../../../registry/models/model-settings.js";
import { eventFile, recordFile } from "../../../registry/paths.js";
import type { EvidenceEntry, RegistryItem } from "../../../registry/read-item.js";
import type { VersionRecord } from "../../../registry/types.js";
import type { ResolvedVersion } from "../../../registry/versions/resolve-version.js";
import type { App } from "../../app.js";
import { recordSignature } from "../../registry/record-signature.js";
import { holderFacts } from "./holder-facts.js";
import { ledgerChecks, ledgerReproduction } from "./ledger-evidence.js";
import { lookUpMonitor } from "./look-up-monitor.js";

/** Gathers what the gates of an alias of a model ask for, and nothing else. Writes nothing. */
export async function promotionFacts(
  app: App,
  item: RegistryItem,
  resolved: ResolvedVersion,
  alias: string,
  gates: readonly ModelGate[],
): Promise<ModelGateFacts> {
  const { record } = resolved;
  const asked = new Set(gates.map(({ kind }) => kind));
  const { metrics = {}, run } = readModelDetails(record);
  const suites = await lookUpSuites(app, item, record, gates, metrics);
  const monitors = await lookUpMonitors(app, gates);
  const file = recordFile(item.noun, item.name, record.version);
  return {
    ...{ record, metrics, events: intactEvents(item), evidence: item.evidence, suites, monitors },
    ...(run && { run: run.id }),
    candidates: await candidatesOf(app, record, monitors, asked.has("reproducibility") ? run?.id : undefined),
    ...(asked.has("scan") && { scan: await scanFacts(app, resolved) }),
    ...(asked.has("signed") && { signature: await recordSignature(await app.git(), file) }),
    approvalSignatures: await approvalSignatures(app, item, record, gates),
    againstHolder: await holderFacts(item, record, alias, gates, suites),
    now: app.now(),
  };
}

/** What reads formats of models is loaded where a gate asks for a scan. */
async function scanFacts(app: App, resolved: ResolvedVersion): Promise<ScanFacts> {
  const { scanVersion } = await import("./scan-version.js");
  return scanVersion(app, resolved);
}

async function candidatesOf(
  app: App,
  record: VersionRecord,
  monitors: ReadonlyMap<string, MonitorLookup>,
  run: string | undefined,
): Promise<EvidenceEntry[]> {
  // Whoever only looks need not be known; whoever promotes is asked for before.
  const of = { record, author: (await readAuthor(await app.git())) ?? record.author };
  return [
    ...(await ledgerChecks(app, [...monitors.values()], of)),
    ...(await ledgerReproduction(app, run, of)),
  ];
}

async function lookUpSuites(
  app: App,
  { evidence }: RegistryItem,
  record: VersionRecord,
  gates: readonly ModelGate[],
  metrics: Readonly<Record<string, number>>,
): Promise<ReadonlyMap<string, SuiteLookup>> {
  const named = new Set<string>();
  let any = false;
  for (const gate of gates) {
    if (gate.kind === "evaluation") named.add(gate.suite);
    if (gate.kind !== "metric" && gate.kind !== "nonInferior") continue;
    if (gate.evaluation !== undefined) named.add(gate.evaluation);
    else any ||= gate.kind === "nonInferior" || !Object.hasOwn(metrics, gate.metric);
  }
  if (any) {
    for (const { evidence: found } of evaluationsIn(evidence)) {
      if (found.record === record.digest) named.add(found.suite.file);
    }
  }
  const suites = new Map<string, SuiteLookup>();
  if (named.size === 0) return suites;
  const { lookUpModelSuite } = await import("../../evals/evidence/look-up-suite.js");
  for (const suite of named) suites.set(suite, await lookUpModelSuite(app, suite));
  return suites;
}

async function lookUpMonitors(
  app: App,
  gates: readonly ModelGate[],
): Promise<ReadonlyMap<string, MonitorLookup>> {
  const monitors = new Map<string, MonitorLookup>();
  for (const gate of gates) {
    if (gate.kind === "drift") monitors.set(gate.monitor, await lookUpMonitor(app, gate.monitor));
  }
  return monitors;
}

async function approvalSignatures(
  app: App,
  item: RegistryItem,
  record: VersionRecord,
  gates: readonly ModelGate[],
): Promise<ReadonlyMap<string, SignatureFacts>> {
  const signatures = new Map<string, SignatureFacts>();
  if (!gates.some((gate) => gate.kind === "approvals" && gate.signed)) return signatures;
  const git = await app.git();
  for (const { kind, id, digest, target, author } of intactEvents(item)) {
    if (kind !== "approve" || target?.record !== record.digest) continue;
    const signature = await recordSignature(git, eventFile(item.noun, item.name, id), "it");
    signatures.set(digest, ownSignature(signature, author));
  }
  return signatures;
}
