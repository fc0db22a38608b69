import { fallbackFilters } from "./fallback-filters.js";
import type { Filter } from "./filter.js";
import { listFilters } from "./list-filters.js";
import { numberFilters } from "./number-filters.js";
import { pickFilters } from "./pick-filters.js";
import { textFilters } from "./text-filters.js";

/** Every filter by name; they do what those of Jinja do. */
export const filters: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ...fallbackFilters,
  ...textFilters,
  ...listFilters,
  ...pickFilters,
  ...numberFilters,
]);
