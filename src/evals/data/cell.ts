import { isList } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";

/** A cell as text: what is no text is told as JSON. Undefined for a cell that is empty. */
export function cellText(value: Json | undefined): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

const yes = new Set(["true", "yes", "1", "y"]);
const no = new Set(["false", "no", "0", "n"]);

/** A cell as true or false; an empty one is false. Undefined for anything else. */
export function cellFlag(value: Json | undefined): boolean | undefined {
  const text = cellText(value)?.trim().toLowerCase();
  if (text === undefined || text === "" || no.has(text)) return false;
  return yes.has(text) ? true : undefined;
}

/** A list of words: a list, or text with commas or semicolons between them. */
export function cellWords(value: Json | undefined): readonly string[] {
  if (isList(value)) return value.flatMap((item) => cellText(item) ?? []);
  return (cellText(value) ?? "")
    .split(/[,;]/)
    .map((word) => word.trim())
    .filter((word) => word !== "");
}
