import { isList, isMapping } from "../../json-value.js";
import type { Json } from "../../types.js";
import { lengthOf } from "../code-points.js";
import { areEqual, orderOf } from "../compare.js";
import { limits } from "../limits.js";
import { type JsonList, kindOf } from "../value.js";
import type { Filter } from "./filter.js";
import type { FilterCall } from "./filter-call.js";

const length: Filter = {
  params: [],
  apply: (input, call) => {
    if (typeof input === "string") return lengthOf(input);
    if (isList(input)) return input.length;
    return isMapping(input) ? Object.keys(input).length : call.fail(`${kindOf(input)} has no length`);
  },
};

const join: Filter = {
  params: ["d", "attribute"],
  apply: (input, call) => {
    const between = call.args.has("d") ? call.text(call.args.get("d") ?? null) : "";
    const path = call.attributeArg();
    const texts: string[] = [];
    let total = 0;
    for (const item of call.items(input)) {
      const text = call.written(path === undefined ? item : call.attribute(item, path));
      total += text.length + (texts.length === 0 ? 0 : between.length);
      if (total > limits.rendered) call.room(total);
      texts.push(text);
    }
    call.room(total);
    return texts.join(between);
  },
};

function edge(name: "first" | "last"): Filter {
  return {
    params: [],
    apply: (input, call) =>
      call.items(input).at(name === "first" ? 0 : -1) ?? call.missing("the list is empty"),
  };
}

const reverse: Filter = {
  params: [],
  apply: (input, call) => {
    const items = call.items(input).toReversed();
    return typeof input === "string" ? items.join("") : items;
  },
};

/** What an item is compared by: its attribute, texts without regard to case unless asked for. */
function keyOf(item: Json, path: string | number | undefined, call: FilterCall): Json {
  const value = path === undefined ? item : call.attribute(item, path);
  return typeof value === "string" && !call.flagArg("case_sensitive") ? value.toLowerCase() : value;
}

/** @param depth how deep in what is sorted; its keys, which are lists, are at 0. */
function ordered(a: Json, b: Json, call: FilterCall, depth = 0): number {
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  if (isList(a) && isList(b)) {
    if (depth > 0) call.site.chargePair(depth);
    for (const [index, item] of a.entries()) {
      const other = b[index];
      const order = other === undefined ? 1 : ordered(item, other, call, depth + 1);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  return orderOf(a, b) ?? call.fail(`${kindOf(a)} cannot be compared with ${kindOf(b)}`);
}

/** Sorts by keys, equal ones staying in their order, also when reversed. */
function sortedBy<T>(items: readonly T[], key: (item: T) => Json, reversed: boolean, call: FilterCall): T[] {
  const sign = reversed ? -1 : 1;
  return items
    .map((item) => ({ item, key: key(item) }))
    .toSorted((a, b) => sign * ordered(a.key, b.key, call))
    .map(({ item }) => item);
}

const sort: Filter = {
  params: ["reverse", "case_sensitive", "attribute"],
  apply: (input, call) => {
    const path = call.attributeArg();
    const paths = typeof path === "string" ? path.split(",").map((part) => part.trim()) : [path];
    const key = (item: Json) => paths.map((part) => keyOf(item, part, call));
    return sortedBy(call.items(input), key, call.flagArg("reverse"), call);
  },
};

const dictsort: Filter = {
  params: ["case_sensitive", "by", "reverse"],
  apply: (input, call) => {
    const by = call.textArg("by", "key");
    if (by !== "key" && by !== "value") return call.fail(`by must be "key" or "value", and is "${by}"`);
    const entries = Object.entries(call.mapping(input));
    call.site.charge(entries.length);
    const key = ([name, value]: (typeof entries)[number]) =>
      keyOf(by === "key" ? name : value, undefined, call);
    return sortedBy(entries, key, call.flagArg("reverse"), call);
  },
};

const unique: Filter = {
  params: ["case_sensitive", "attribute"],
  apply: (input, call) => {
    const path = call.attributeArg();
    const simple = new Set<Json>();
    const compound: Json[] = [];
    return call.items(input).filter((item) => {
      const key = keyOf(item, path, call);
      if (typeof key !== "object" || key === null) return simple.size < simple.add(key).size;
      if (compound.some((other) => areEqual(other, key, (depth) => call.site.chargePair(depth))))
        return false;
      compound.push(key);
      return true;
    });
  },
};

function extreme(sign: 1 | -1): Filter {
  return {
    params: ["case_sensitive", "attribute"],
    apply: (input, call) => {
      const path = call.attributeArg();
      let best: { item: Json; key: Json } | undefined;
      for (const item of call.items(input)) {
        const key = keyOf(item, path, call);
        if (!best || sign * ordered(key, best.key, call) < 0) best = { item, key };
      }
      return best ? best.item : call.missing("the list is empty");
    },
  };
}

const sum: Filter = {
  params: ["attribute", "start"],
  apply: (input, call) => {
    const path = call.attributeArg();
    const values = call.items(input).map((item) => (path === undefined ? item : call.attribute(item, path)));
    return values.reduce(
      (total: number, value) => total + call.number(value),
      call.number(call.args.get("start") ?? 0),
    );
  },
};

function filled(row: JsonList, missing: number, fill: Json | undefined): JsonList {
  return fill === undefined || fill === null ? row : [...row, ...new Array<Json>(missing).fill(fill)];
}

const batch: Filter = {
  params: ["linecount", "fill_with"],
  required: 1,
  apply: (input, call) => {
    const size = call.wholeArg("linecount", 1, 1);
    const items = call.items(input);
    const rows = Array.from({ length: Math.ceil(items.length / size) }, (_, row) =>
      items.slice(row * size, (row + 1) * size),
    );
    const last = rows.pop();
    if (!last) return [];
    const fill = call.args.get("fill_with");
    if (fill !== undefined) call.site.charge(size);
    return [...rows, filled(last, size - last.length, fill)];
  },
};

const slice: Filter = {
  params: ["slices", "fill_with"],
  required: 1,
  apply: (input, call) => {
    const count = call.wholeArg("slices", 1, 1);
    call.site.charge(count);
    const items = call.items(input);
    const size = Math.floor(items.length / count);
    const longer = items.length % count;
    return Array.from({ length: count }, (_, index) => {
      const from = index * size + Math.min(index, longer);
      const row = items.slice(from, from + size + (index < longer ? 1 : 0));
      return filled(row, index < longer ? 0 : 1, call.args.get("fill_with"));
    });
  },
};

/** The filters for lists and mappings as a whole. */
export const listFilters: readonly (readonly [name: string, filter: Filter])[] = [
  ["length", length],
  ["count", length],
  ["join", join],
  ["first", edge("first")],
  ["last", edge("last")],
  ["reverse", reverse],
  ["list", { params: [], apply: (input, call) => call.items(input) }],
  ["items", { params: [], apply: (input, call) => Object.entries(call.mapping(input)) }],
  ["dictsort", dictsort],
  ["sort", sort],
  ["unique", unique],
  ["min", extreme(1)],
  ["max", extreme(-1)],
  ["sum", sum],
  ["batch", batch],
  ["slice", slice],
];
