import { sha256Of } from "../../core/sha256.js";
import type { Json } from "../../prompts/types.js";
import { outputText } from "../output-text.js";

/** What a label is bound to: 16 hexadecimal digits of the SHA-256 of the answer's text. */
export function outputDigest(output: Json | undefined): string {
  return sha256Of(outputText(output)).slice(0, 16);
}
