import type { App } from "../../app/app.js";
import type { EvidenceRecorder } from "../../app/evals/evidence/evidence-recorder.js";
import { displayPath } from "../../core/visible-text.js";
import { itemFolder } from "../../registry/paths.js";
import { commitHint } from "../registry/commit-hint.js";

/** Which evidence was written, or why none was. */
export function tellEvidence(app: App, { recorded, refusal }: EvidenceRecorder): void {
  if (refusal !== undefined) {
    app.ui.warn(`no evidence was recorded: ${refusal}`);
    return;
  }
  const versions = recorded.map(({ name, version }) => `${name}@${version}`);
  if (!app.ui.mode.json) {
    for (const [index, { file }] of recorded.entries()) {
      app.ui.out(`evidence of ${displayPath(versions[index] ?? "")}: ${displayPath(file)}`);
    }
  }
  const paths = [".gitattributes", ...recorded.map(({ noun, name }) => `${itemFolder(noun, name)}/evidence`)];
  app.ui.note(commitHint([...new Set(paths)], `Record evidence of ${versions.join(", ")}`));
}
