import type { App } from "../../app/app.js";
import { openModel } from "../../app/models/open-model.js";
import { ExitCode } from "../../core/exit-codes.js";
import { showDocument } from "./show-document.js";
import { showText } from "./show-text.js";

/** `mlx model show`: everything that is known of a version. */
export async function showModel(app: App, reference: string): Promise<ExitCode> {
  const shown = await openModel(app, reference);
  if (app.ui.mode.json) app.ui.json(showDocument(shown));
  else app.ui.answer(showText(app.ui, shown));
  return ExitCode.ok;
}
