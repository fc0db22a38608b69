import type { Json } from "../../types.js";
import { isTrue, Missing, type Value } from "../value.js";
import type { Filter } from "./filter.js";
import type { FilterCall } from "./filter-call.js";

/** A value, which must be there. */
function given(value: Value, call: FilterCall): Json {
  return value instanceof Missing ? call.fail(value.why, value.hint) : value;
}

/** `map(attribute="name")` or `map("upper")`: what becomes of each item. */
const map: Filter = {
  params: [],
  named: ["attribute", "default"],
  applies: "filter",
  apply: (input, call) => {
    const [name, ...args] = call.rest;
    if (typeof name === "string") {
      return call.items(input).map((item) => given(call.site.filter(name, item, args, call.args), call));
    }
    const path = call.attributeArg();
    if (path === undefined)
      return call.fail(
        "it wants a filter or an attribute",
        'write `map("upper")` or `map(attribute="name")`',
      );
    const fallback = call.args.get("default");
    return call.items(input).map((item) => {
      const value = call.attributeOrMissing(item, path);
      return value instanceof Missing && fallback !== undefined ? fallback : given(value, call);
    });
  },
};

/** Whether an item is chosen: by a test if one is given, else by being true. */
function isChosen(value: Value, call: FilterCall): boolean {
  const [name, ...args] = call.rest;
  if (typeof name === "string") return call.site.test(name, value, args);
  return isTrue(given(value, call));
}

/** `select("even")`, and `reject`, its contrary. */
function select(wanted: boolean): Filter {
  return {
    params: [],
    applies: "test",
    apply: (input, call) => call.items(input).filter((item) => isChosen(item, call) === wanted),
  };
}

/** `selectattr("role", "eq", "user")`, and `rejectattr`, its contrary. */
function selectAttribute(wanted: boolean): Filter {
  return {
    params: ["attribute"],
    required: 1,
    applies: "test",
    apply: (input, call) => {
      const path = call.attributeArg() ?? call.fail("it wants the name of an attribute");
      return call
        .items(input)
        .filter((item) => isChosen(call.attributeOrMissing(item, path), call) === wanted);
    },
  };
}

/** The filters that apply another filter or a test to each item. */
export const pickFilters: readonly (readonly [name: string, filter: Filter])[] = [
  ["map", map],
  ["select", select(true)],
  ["reject", select(false)],
  ["selectattr", selectAttribute(true)],
  ["rejectattr", selectAttribute(false)],
];
