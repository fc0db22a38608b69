import { isTrue } from "../value.js";
import type { Filter } from "./filter.js";

/** `default(value)` for what is missing or null, `default(value, true)` for all that does not count as true. */
const fallback: Filter = {
  params: ["default_value", "boolean"],
  takes: "missing",
  apply: (input, call) => {
    const absent = call.flagArg("boolean") ? !isTrue(input) : input === null;
    return absent ? (call.args.get("default_value") ?? "") : input;
  },
};

/** The filters that stand in for what is missing. */
export const fallbackFilters: readonly (readonly [name: string, filter: Filter])[] = [
  ["default", fallback],
  ["d", fallback],
];
