import type { Json } from "../prompts/types.js";

/** An output as graders, judges and people read it: what is data comes as JSON, nothing for none. */
export function outputText(output: Json | undefined): string {
  if (output === undefined) return "";
  return typeof output === "string" ? output : JSON.stringify(output);
}
