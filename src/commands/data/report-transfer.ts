import type { App } from "../../app/app.js";
import type { Failure } from "../../app/data/objects.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { listItems } from "./render-checkout.js";

export interface TransferReport {
  /** What was done, for people. */
  readonly line: string;
  /** The same as JSON. */
  readonly document: Readonly<Record<string, unknown>>;
  readonly failed: readonly Failure[];
  /** What is the matter with what failed, and what happened to the rest. */
  readonly what: string;
  readonly hint: string;
}

/** Tells how a transfer went; 3 if anything that was wanted did not travel. */
export function reportTransfer(app: App, report: TransferReport): ExitCode {
  if (app.ui.mode.json) app.ui.json(report.document);
  app.ui.out(report.line);
  if (report.failed.length === 0) return ExitCode.ok;
  const message = `${countOf(report.failed.length, "object")} ${report.what}:\n${listItems(report.failed)}`;
  return app.ui.error(new MlxError("MLX_TRANSFER_INCOMPLETE", message, { hint: report.hint }));
}
