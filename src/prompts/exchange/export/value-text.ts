import { textOf } from "../../template/json-text.js";
import type { Json } from "../../types.js";

/** A constant as our templates write it out. */
export function valueText(value: Json): string {
  return textOf(value, (message) => {
    throw new RangeError(message);
  });
}
