import { createRedactor } from "../../core/redact.js";
import { displayPath } from "../../core/visible-text.js";
import type { Dropped } from "../../prompts/exchange/types.js";

/** A reason quotes what was found, which may be a credential that stands in the wrong place. */
const redact = createRedactor();

/** What was lost, for people. */
export function droppedLine({ what, file, line, column, reason }: Dropped): string {
  return `${displayPath(file)}:${line}:${column}: ${displayPath(redact(what))}: ${redact(reason)}`;
}

/** What was lost, for scripts. @param main the file that needs no naming. */
export function droppedObject(
  { what, file, line, column, reason }: Dropped,
  main: string,
): Record<string, unknown> {
  return { what: redact(what), line, column, reason: redact(reason), ...(file !== main && { file }) };
}
