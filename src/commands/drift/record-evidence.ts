import type { App } from "../../app/app.js";
import { driftEvidence } from "../../app/models/drift-evidence.js";
import type { EvidenceTarget } from "../../app/models/evidence-target.js";
import { recordModelEvidence } from "../../app/models/record-model-evidence.js";
import { displayPath } from "../../core/visible-text.js";
import type { CheckedData } from "../../drift/checked.js";
import { evidenceCommitHint } from "../model/evidence-commit-hint.js";

/** Keeps a check as evidence of a version, and tells where. @returns the evidence's file, from the top. */
export async function recordCheckEvidence(
  app: App,
  checked: CheckedData,
  target: EvidenceTarget,
): Promise<string> {
  const file = await recordModelEvidence(
    app,
    "drift check",
    driftEvidence(checked, { ...target, taken: false }),
  );
  const { name, version } = target.record;
  // The report may be going to a file, or be read by a program.
  app.ui.note(`evidence of ${displayPath(name)}@${version}: ${displayPath(file)}`);
  app.ui.note(evidenceCommitHint(name, version));
  return file;
}
