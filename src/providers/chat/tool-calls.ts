import type { Json } from "../../prompts/types.js";
import { parseJson } from "../json-access.js";

/** A call of a tool while it comes in. */
export interface ToolCallPieces {
  id: string;
  name: string;
  arguments: string;
}

/** Arguments as data; a model may write them as no JSON at all, and then the text says so. */
export function parseArguments(text: string): Json {
  return text.trim() === "" ? {} : (parseJson(text) ?? text);
}
