import type { ScriptSpec } from "./types.js";

const languages: ReadonlyMap<string, ScriptSpec["language"]> = new Map([
  ...["js", "mjs", "cjs", "ts", "mts", "cts"].map((ending) => [ending, "javascript"] as const),
  ["py", "python"],
  ["rb", "ruby"],
]);

/** The endings of files with code, as messages name them. */
export const scriptEndings = ".js, .mjs, .cjs, .ts, .py or .rb";

/** The language of a file with code. @param ending of its name, without the dot. @returns undefined for any other file. */
export function scriptLanguage(ending: string): ScriptSpec["language"] | undefined {
  return languages.get(ending.toLowerCase());
}
