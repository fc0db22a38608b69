import { isList, isMapping } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import { filter, type LooseFilter, type LooseSite } from "./loose-filter.js";
import { isTruthy, type LooseValue, memberOf, scriptText, toNumber, written } from "./loose-value.js";

/** The items of a list, the characters of a text, the keys and values of a mapping. */
function itemsOf(value: LooseValue, site: LooseSite): readonly Json[] {
  if (typeof value === "string") return [...counted(value, site)];
  if (value === undefined || value === null) return [];
  if (isList(value)) return counted(value, site);
  if (isMapping(value)) return Object.entries(value).map(([key, item]) => ({ key, value: item }));
  return site.fail("this filter wants a list");
}

function listOf(value: LooseValue, site: LooseSite): readonly Json[] {
  if (value === undefined || value === null) return [];
  if (typeof value === "string") return [...counted(value, site)];
  return isList(value) ? counted(value, site) : site.fail("this filter wants a list");
}

function counted<T extends string | readonly Json[]>(value: T, site: LooseSite): T {
  site.room(value.length);
  return value;
}

/** The value at `a.b` of an item. */
function attribute(item: LooseValue, path: LooseValue): LooseValue {
  if (path === undefined || path === null) return item;
  return scriptText(path)
    .split(".")
    .reduce<LooseValue>((value, key) => memberOf(value, key), item);
}

const length = filter([], (input) => {
  if (input === undefined || input === null) return 0;
  if (typeof input === "string" || isList(input)) return input.length;
  return isMapping(input) ? Object.keys(input).length : undefined;
});

const join = filter(["del", "attribute"], (input, [del, path], site) =>
  listOf(input, site)
    .map((item) => written(attribute(item, path)))
    .join(written(del)),
);

const sort = filter(["reverse", "case_sensitive", "attribute"], (input, [reverse, cased, path], site) => {
  const key = (item: Json) => {
    const value = attribute(item, path);
    return !isTruthy(cased) && typeof value === "string" ? value.toLowerCase() : value;
  };
  const before = (a: LooseValue, b: LooseValue) =>
    typeof a === "string" && typeof b === "string" ? a < b : toNumber(a) < toNumber(b);
  const sign = isTruthy(reverse) ? -1 : 1;
  return listOf(input, site).toSorted((a, b) => {
    const [x, y] = [key(a), key(b)];
    return before(x, y) ? -sign : before(y, x) ? sign : 0;
  });
});

const groupBy = filter(["attribute"], (input, [path], site) => {
  const groups = new Map<string, Json[]>();
  for (const item of listOf(input, site)) {
    const key = scriptText(attribute(item, path));
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return Object.fromEntries(groups);
});

const dictSort = filter(["case_sensitive", "by"], (input, [cased, by], site) => {
  if (input === undefined || input === null || !isMapping(input))
    return site.fail("dictsort wants a mapping");
  const at = by === "value" ? 1 : 0;
  const key = (value: Json | undefined) =>
    !isTruthy(cased) && typeof value === "string" ? value.toUpperCase() : (value ?? null);
  return Object.entries(input).toSorted((a, b) => {
    const [x, y] = [scriptText(key(a[at])), scriptText(key(b[at]))];
    return x > y ? 1 : x < y ? -1 : 0;
  });
});

const batch = filter(["linecount", "fill_with"], (input, [count, fill], site) => {
  const size = Math.trunc(toNumber(count));
  const items = listOf(input, site);
  if (!(size > 0)) return site.fail("batch wants a number above 0");
  const rows: Json[][] = [];
  for (let at = 0; at < items.length; at += size) rows.push(items.slice(at, at + size));
  const last = rows.at(-1);
  if (last && fill !== undefined && isTruthy(fill)) {
    site.room(size);
    while (last.length < size) last.push(fill);
  }
  return rows;
});

const slice = filter(["slices", "fill_with"], (input, [slices, fill], site) => {
  const count = Math.trunc(toNumber(slices));
  if (!(count > 0)) return site.fail("slice wants a number above 0");
  site.room(count);
  const items = listOf(input, site);
  const [size, extra] = [Math.floor(items.length / count), items.length % count];
  let at = 0;
  return Array.from({ length: count }, (_, index) => {
    const next = at + size + (index < extra ? 1 : 0);
    const part = items.slice(at, next);
    at = next;
    return fill !== undefined && isTruthy(fill) && index >= extra ? [...part, fill] : part;
  });
});

const sum = filter(["attribute", "start"], (input, [path, start], site) => {
  let total = start === undefined || start === null ? 0 : toNumber(start);
  for (const item of listOf(input, site)) total += toNumber(attribute(item, path));
  return total;
});

const reverse = filter([], (input, _, site) => {
  if (typeof input === "string") return [...input].reverse().join("");
  return [...listOf(input, site)].reverse();
});

function choose(wanted: boolean): LooseFilter {
  return filter(["test", "argument"], (input, [name, argument], site) =>
    listOf(input, site).filter(
      (item) => site.test(name === undefined ? "truthy" : scriptText(name), item, argument) === wanted,
    ),
  );
}

function chooseByAttribute(wanted: boolean): LooseFilter {
  return filter(["attribute"], (input, [path], site) =>
    listOf(input, site).filter((item) => isTruthy(memberOf(item, path)) === wanted),
  );
}

/** Filters of lists and mappings. */
export const looseListFilters: readonly (readonly [string, LooseFilter])[] = [
  ["length", length],
  ["first", filter([], (input) => memberOf(input, 0))],
  [
    "last",
    filter([], (input, _, site) => (typeof input === "string" ? input.at(-1) : listOf(input, site).at(-1))),
  ],
  ["list", filter([], (input, _, site) => itemsOf(input, site))],
  ["join", join],
  ["sort", sort],
  ["groupby", groupBy],
  ["dictsort", dictSort],
  ["batch", batch],
  ["slice", slice],
  ["sum", sum],
  ["reverse", reverse],
  ["select", choose(true)],
  ["reject", choose(false)],
  ["selectattr", chooseByAttribute(true)],
  ["rejectattr", chooseByAttribute(false)],
];
