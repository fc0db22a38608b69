import { filter, type LooseFilter } from "./loose-filter.js";
import { looseListFilters } from "./loose-list-filters.js";
import { looseTextFilters } from "./loose-text-filters.js";
import { isTruthy, toNumber } from "./loose-value.js";

const fallback = filter(["default_value", "boolean"], (input, [other, falsy]) => {
  if (isTruthy(falsy)) return isTruthy(input) ? input : other;
  return input === undefined ? other : input;
});

const round = filter(["precision", "method"], (input, [precision, method]) => {
  const factor = 10 ** (isTruthy(precision) ? toNumber(precision) : 0);
  const scaled = toNumber(input) * factor;
  if (method === "ceil") return Math.ceil(scaled) / factor;
  return (method === "floor" ? Math.floor(scaled) : Math.round(scaled)) / factor;
});

const int = filter(["default", "base"], (input, [other, base]) => {
  const value = Number.parseInt(
    typeof input === "string" ? input : String(toNumber(input)),
    isTruthy(base) ? toNumber(base) : 10,
  );
  return Number.isNaN(value) ? other : value;
});

const float = filter(["default"], (input, [other]) => {
  const value = Number.parseFloat(typeof input === "string" ? input : String(toNumber(input)));
  return Number.isNaN(value) ? (other ?? 0) : value;
});

/** Every filter of a loose template by name; they do what those of Nunjucks do. */
export const looseFilters: ReadonlyMap<string, LooseFilter> = new Map<string, LooseFilter>([
  ["default", fallback],
  ["d", fallback],
  ["abs", filter([], (input) => Math.abs(toNumber(input)))],
  ["round", round],
  ["int", int],
  ["float", float],
  ...looseTextFilters,
  ...looseListFilters,
]);
