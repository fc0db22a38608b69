import type { FieldPath } from "../../prompts/front-matter/field-reader.js";

/** An item, and where it stands. */
export interface PlacedItem {
  readonly item: unknown;
  readonly at: FieldPath;
}

/** The items of a list, or what stands there in place of one: where several may be written, one may be written alone. */
export function itemsAt(value: unknown, path: FieldPath): readonly PlacedItem[] {
  if (!Array.isArray(value)) return [{ item: value, at: path }];
  return value.map((item: unknown, index) => ({ item, at: [...path, index] }));
}
