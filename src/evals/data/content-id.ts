import { hash } from "node:crypto";
import { isList } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import { IdIndex } from "./id-index.js";

/** Hexadecimal digits. */
export const contentIdLength = 16;

/**
 * The id of a row, or case, that has none of its own: the first 16 hexadecimal digits of the SHA-256 of the canonical JSON of its values.
 * The same values give the same id wherever the row stands and in whatever order they are written.
 * @param own what a case says beside its values, such as graders of its own.
 */
export function contentId(values: ReadonlyMap<string, Json>, own?: Json): string {
  const text = own === undefined ? mappingText(values) : `${mappingText(values)}\n${canonical(own)}`;
  return hash("sha256", text, "hex").slice(0, contentIdLength);
}

/** Numbers the rows that are wholly the same: the second is `…-2`. */
export class RepeatedIds {
  readonly #counts = new IdIndex();

  next(id: string): string {
    const before = this.#counts.update(id, (count = 0) => count + 1) ?? 0;
    return before === 0 ? id : `${id}-${before + 1}`;
  }
}

function canonical(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  return mappingText(new Map(Object.entries(value)));
}

/** Keys by UTF-16 units, no spaces: RFC 8785. */
function mappingText(values: ReadonlyMap<string, Json>): string {
  const names = [...values.keys()].sort();
  const members = names.map((name) => `${JSON.stringify(name)}:${canonical(values.get(name) ?? null)}`);
  return `{${members.join(",")}}`;
}
