import type { App } from "../../app/app.js";
import { displayPath } from "../../core/visible-text.js";
import { changedSinceHead } from "../../git/commit-files.js";
import { modelSettingsFile } from "../../registry/models/model-settings.js";

/** Gates that somebody loosens for one promotion alone would show in no commit. */
export async function warnOfSettings(app: App, name: string): Promise<void> {
  const file = modelSettingsFile(name);
  if (!(await changedSinceHead(await app.git(), file))) return;
  app.ui.warn(
    `${displayPath(file)} is not as it was committed: the gates were judged by it as it is now`,
    "commit it first, so that everybody sees by which gates it was promoted",
  );
}
