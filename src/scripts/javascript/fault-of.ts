import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { ScriptFault } from "../script-message.js";
import { NotJson } from "./result-text.js";

const longest = 1000;

/** What a script threw, in words, and where: the first frame of its stack that is the user's own. */
export function faultOf(error: unknown, label: string | undefined): ScriptFault {
  if (error instanceof NotJson) return { message: error.message };
  const message = messageOf(error).slice(0, longest);
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  for (const [, place = "", line = ""] of stack.matchAll(frame)) {
    const file = place.startsWith("file://") ? fileURLToPath(place) : place;
    if (file.startsWith(ownFolder)) continue;
    if (file === label && isInline(label)) return { message, line: Number(line) };
    if (isAbsolute(file)) return { message, file, line: Number(line) };
  }
  return { message };
}

/** `    at name (file:///a.mjs:2:9)`, or `/a.js:2` alone above the line that does not parse. */
const frame = /(?:\(|^ +at (?:async )?|^)((?:file:\/\/)?[^()\n]+?):(\d+)(?::\d+)?\)?$/gm;
/** Of the program that runs scripts: its bundle is this file and those beside and below it. */
const ownFolder = join(dirname(process.argv[1] ?? fileURLToPath(import.meta.url)), sep);

function isInline(label: string): boolean {
  return !isAbsolute(label);
}

function isAbsolute(file: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/])/.test(file);
}

/** Undefined and null can be thrown, too. */
function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message === "" ? error.name : `${error.name}: ${error.message}`;
  try {
    return `it threw ${typeof error === "string" ? error : (JSON.stringify(error) ?? String(error))}`;
  } catch {
    return "it threw a value that has no text";
  }
}
