import { relative, sep } from "node:path";
import { type ErrorDetails, MlxError } from "../core/errors.js";
import type { ScriptSpec } from "../evals/types.js";
import type { ScriptFault } from "./script-message.js";

/**
 * The error of a case whose script went wrong. Its message begins with the place: of a file the line of the failure, of
 * inline code where it stands in the suite.
 */
export function scriptError(script: ScriptSpec, folder: string, fault: ScriptFault, hint?: string): MlxError {
  const { at } = script;
  if (script.code === undefined || fault.file !== undefined) {
    const file = shownPath(fault.file ?? script.file ?? at.file, folder);
    const place = { file, line: fault.line ?? 1, column: 1 };
    return failure(place, fault.message, hint);
  }
  const severalLines = script.code.trimEnd().includes("\n");
  const where = severalLines && fault.line !== undefined ? `line ${fault.line} of the code: ` : "";
  return failure(at, `${script.language}: ${where}${fault.message}`, hint);
}

function failure(at: NonNullable<ErrorDetails["at"]>, message: string, hint: string | undefined): MlxError {
  return new MlxError("MLX_SCRIPT", `${at.file}:${at.line}:${at.column}: ${message}`, {
    at,
    ...(hint !== undefined && { hint }),
  });
}

/** Relative to the suite's folder where the file lies in it. */
function shownPath(file: string, folder: string): string {
  const path = relative(folder, file);
  return path === "" || path.startsWith("..") ? file : path.split(sep).join("/");
}
