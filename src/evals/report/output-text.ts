import type { Json } from "../../prompts/types.js";

/** An output as text: what is data comes as JSON. */
export function outputText(output: Json | undefined): string {
  if (output === undefined) return "";
  return typeof output === "string" ? output : JSON.stringify(output);
}
