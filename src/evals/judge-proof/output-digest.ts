import { sha256Of } from "../../core/sha256.js";
import type { Json } from "../../prompts/types.js";

/** An answer as graders and people read it. */
export function outputText(output: Json | undefined): string {
  if (output === undefined) return "";
  return typeof output === "string" ? output : JSON.stringify(output);
}

/** What a label is bound to: 16 hexadecimal digits of the SHA-256 of the answer's text. */
export function outputDigest(output: Json | undefined): string {
  return sha256Of(outputText(output)).slice(0, 16);
}
