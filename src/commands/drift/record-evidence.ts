import type { App } from "../../app/app.js";
import { driftEvidence } from "../../app/models/drift-evidence.js";
import type { EvidenceTarget } from "../../app/models/evidence-target.js";
import { recordModelEvidence } from "../../app/models/record-model-evidence.js";
import type { CheckedData } from "../../drift/checked.js";

/** Keeps a check as evidence of a version. @returns the evidence's file, from the top. */
export function recordCheckEvidence(app: App, checked: CheckedData, target: EvidenceTarget): Promise<string> {
  return recordModelEvidence(app, "drift check", driftEvidence(checked, { ...target, taken: false }));
}
