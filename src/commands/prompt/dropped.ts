import { displayPath } from "../../core/visible-text.js";
import type { Dropped } from "../../prompts/exchange/types.js";

/** What was lost, for people. */
export function droppedLine({ what, file, line, column, reason }: Dropped): string {
  return `${displayPath(file)}:${line}:${column}: ${displayPath(what)}: ${reason}`;
}

/** What was lost, for scripts. @param main the file that needs no naming. */
export function droppedObject(
  { what, file, line, column, reason }: Dropped,
  main: string,
): Record<string, unknown> {
  return { what, line, column, reason, ...(file !== main && { file }) };
}
