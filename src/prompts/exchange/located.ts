import type { SourceLocation } from "../../core/errors.js";
import { isMapping } from "../json-value.js";
import type { TextSource } from "../source.js";
import type { Json } from "../types.js";

/** A value of a YAML or JSON file that knows where it stands. */
export interface Located {
  readonly value: Json;
  /** Where it begins. */
  readonly at: SourceLocation;
  /** Of a mapping, in the order of the file; empty for anything else. */
  readonly entries: readonly LocatedEntry[];
  /** Of a list; empty for anything else. */
  readonly items: readonly Located[];
  /** Of a text: where in the file its character at `index` (UTF-16 units) is written. */
  offsetOf(index: number): number;
  readonly source: TextSource;
}

export interface LocatedEntry {
  readonly key: string;
  readonly keyAt: SourceLocation;
  readonly node: Located;
}

/** The entry of a mapping; undefined where the key is absent or its value is null. */
export function entryOf(node: Located | undefined, key: string): LocatedEntry | undefined {
  return node?.entries.find((entry) => entry.key === key && entry.node.value !== null);
}

/** The value of a mapping's key; undefined where it is absent or null. */
export function child(node: Located | undefined, key: string): Located | undefined {
  return entryOf(node, key)?.node;
}

/** A text of the file; undefined where there is none, or a number or the like. */
export function textOf(node: Located | undefined): string | undefined {
  return typeof node?.value === "string" ? node.value : undefined;
}

/** An own entry of a plain value; undefined for whatever is no mapping. */
export function memberOf(value: Json | undefined, key: string): Json | undefined {
  return isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A name and where it stands. */
export function nameAt(
  node: Located | undefined,
): { readonly text: string; readonly at: SourceLocation } | undefined {
  const text = textOf(node);
  return node === undefined || text === undefined ? undefined : { text, at: node.at };
}
