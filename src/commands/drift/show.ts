import type { App } from "../../app/app.js";
import { monitorNameOf } from "../../app/drift/find-monitor.js";
import { selectCheck } from "../../app/drift/open-checks.js";
import { ExitCode } from "../../core/exit-codes.js";
import { checkDocument } from "./check-document.js";
import { checkText } from "./check-text.js";

/** `mlx drift show`. Returns the exit code. */
export async function show(app: App, typed: string): Promise<ExitCode> {
  const checked = await selectCheck(app, monitorNameOf(typed));
  if (app.ui.mode.json) app.ui.json(checkDocument(checked));
  else app.ui.answer(checkText(app.ui, checked));
  return ExitCode.ok;
}
