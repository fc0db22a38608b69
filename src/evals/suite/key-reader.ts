import type { FieldPath, Mapping } from "../../prompts/front-matter/field-reader.js";

/** Reads a key of a mapping if it is there. @param reader is given the value and its path. */
export type KeyReader = <T>(
  key: string,
  reader: (value: unknown, at: FieldPath) => T | undefined,
) => T | undefined;

/** The reader of a mapping that stands at a path. */
export function keyReader(mapping: Mapping, path: FieldPath): KeyReader {
  return (key, reader) => (mapping.has(key) ? reader(mapping.get(key), [...path, key]) : undefined);
}
