import { existsSync } from "node:fs";
import type { CheckedData } from "../../../drift/checked.js";
import type { DriftLedger } from "../../../ledger/drift/drift-ledger.js";
import type { RunLedger } from "../../../ledger/run-ledger.js";
import {
  type Evidence,
  evidenceDigest,
  formatEvidence,
  reproductionGrades,
} from "../../../registry/evidence/evidence.js";
import type { MonitorLookup } from "../../../registry/model-gates/facts.js";
import { evidenceFile } from "../../../registry/paths.js";
import type { EvidenceEntry } from "../../../registry/read-item.js";
import type { Person, VersionRecord } from "../../../registry/types.js";
import type { RunId } from "../../../runs/types.js";
import type { App } from "../../app.js";
import { existingChecks } from "../../drift/open-checks.js";
import { ledgerPath, openRuns } from "../../runs/open-runs.js";
import { reproducesTag } from "../../runs/reproduce/plan.js";
import { driftEvidence } from "../drift-evidence.js";
import { reproductionEvidence } from "../reproduction-evidence.js";

/** Checks of a monitor that are looked through for one against the present baseline. */
const mostChecks = 200;

/** Of whom evidence is that a promotion takes out of the ledger. */
interface Taken {
  readonly record: VersionRecord;
  readonly author: Person;
}

/**
 * The newest check of each monitor against its present baseline that this clone's ledger has, as evidence of a version. Checks of profiles
 * are passed over: evidence names the digest of data that were read.
 */
export async function ledgerChecks(
  app: App,
  monitors: readonly MonitorLookup[],
  of: Taken,
): Promise<EvidenceEntry[]> {
  const ledger = monitors.length === 0 ? undefined : await existingChecks(app);
  if (ledger === undefined) return [];
  return monitors.flatMap((monitor): EvidenceEntry[] => {
    if ("problem" in monitor) return [];
    const checked = newestOfData(ledger, monitor.name, monitor.baseline);
    return checked === undefined ? [] : [entryOf(driftEvidence(checked, { ...of, taken: true }))];
  });
}

function newestOfData(ledger: DriftLedger, monitor: string, baseline: string): CheckedData | undefined {
  for (const check of ledger.list({ monitor, limit: mostChecks })) {
    const document = check.baseline === baseline ? ledger.document(check.id) : undefined;
    if (document === undefined) continue;
    const checked: CheckedData = JSON.parse(document);
    if (checked.profileOf === undefined) return checked;
  }
  return undefined;
}

/** How the run that made a version was run again last in this clone, as evidence of that version. */
export async function ledgerReproduction(
  app: App,
  run: string | undefined,
  of: Taken,
): Promise<EvidenceEntry[]> {
  if (run === undefined || !existsSync(await ledgerPath(app))) return [];
  const ledger = await openRuns(app);
  const [id] = ledger.idsLike(run);
  const command = id === undefined ? undefined : (ledger.header(id)?.commandId ?? id);
  const found = command && newestReproduction(ledger, command);
  if (!found) return [];
  const { id: reproducedAs, grade, time, commit, dirty } = found;
  const facts = { ...of, time, ...(commit !== undefined && { commit }), dirty, taken: true };
  return [entryOf(reproductionEvidence({ run: command, reproducedAs, grade, reasons: [] }, facts))];
}

function newestReproduction(ledger: RunLedger, run: RunId) {
  const field = { entity: "tag", key: reproducesTag } as const;
  const { runs } = ledger.search({ filter: [{ field, operator: "=", value: run }], limit: mostChecks });
  const graded = runs.flatMap(({ id, tags, startTime, endTime, git }) => {
    const grade = reproductionGrades.find((one) => one === tags["mlx.grade"]);
    return grade === undefined ? [] : [{ id, grade, time: endTime ?? startTime, ...git }];
  });
  return graded.toSorted((a, b) => b.time - a.time)[0];
}

function entryOf(evidence: Evidence): EvidenceEntry {
  const digest = evidenceDigest(formatEvidence(evidence));
  const file = evidenceFile(evidence.noun, evidence.name, digest);
  return { file, digest, evidence: { ok: true, value: evidence } };
}
