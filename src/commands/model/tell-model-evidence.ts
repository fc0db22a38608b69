import type { App } from "../../app/app.js";
import { displayPath } from "../../core/visible-text.js";
import type { VersionRecord } from "../../registry/types.js";
import { evidenceCommitHint } from "./evidence-commit-hint.js";

/** Where evidence of a version was written, and how to commit it. @param file from the top. */
export function tellModelEvidence(app: App, { name, version }: VersionRecord, file: string): void {
  // The report may be going to a file, or be read by a program.
  app.ui.note(`evidence of ${displayPath(name)}@${version}: ${displayPath(file)}`);
  app.ui.note(evidenceCommitHint(name, version));
}

/** The key `evidence` of a command's document, as `mlx eval run --record --json` has it; none where nothing was written. */
export function modelEvidenceDocument(
  { noun, name, version }: VersionRecord,
  file: string | undefined,
): Readonly<Record<string, unknown>> {
  return file === undefined ? {} : { evidence: [{ noun, name, version, file }] };
}
