import type { CategoricalProfile, ColumnProfile, NumericProfile } from "./profile.js";
import { isCategorical, isNumeric, valuesIn } from "./profile-counts.js";
import { noTerms } from "./topic-mix.js";
import type { ColumnDrift } from "./verdict.js";

/** Two distributions over the same places, to be drawn. */
export interface SideBySide {
  /** Shares of the values in each place, 0 to 1. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Of numbers: the ends of the places, one more than there are places; the outer places hold what lies beyond, too. */
  readonly edges?: readonly number[];
  /** Of categories, or of few different numbers: what each place is. */
  readonly labels?: readonly string[];
}

/** Tails beyond these shares are put into the outermost places, so that one far value does not squeeze all others into one. */
const tail = 0.005;

/**
 * Both distributions of a column.
 * @param places most of them. @returns undefined where there is nothing to draw.
 */
export function sideBySide(
  baseline: ColumnProfile,
  current: ColumnProfile,
  places: number,
): SideBySide | undefined {
  if (isNumeric(baseline) && isNumeric(current)) return numbersSideBySide(baseline, current, places);
  if (isCategorical(baseline) && isCategorical(current))
    return categoriesSideBySide(baseline, current, places);
  if (baseline.kind === "text" && current.kind === "text")
    return numbersSideBySide(baseline.words, current.words, places);
  if (baseline.kind === "embedding" && current.kind === "embedding") {
    return numbersSideBySide(baseline.norm, current.norm, places);
  }
  return undefined;
}

function numbersSideBySide(
  before: NumericProfile,
  after: NumericProfile,
  places: number,
): SideBySide | undefined {
  if (valuesIn(before) === 0 || before.knots.length === 0 || after.knots.length === 0) return undefined;
  const few = fewValues(before, after, places);
  if (few !== undefined) return few;
  const low = Math.min(quantile(before, tail), quantile(after, tail));
  const high = Math.max(quantile(before, 1 - tail), quantile(after, 1 - tail));
  if (!(high > low)) return undefined;
  const edges = Array.from({ length: places + 1 }, (_, place) => low + ((high - low) * place) / places);
  return { before: sharesBetween(before, edges), after: sharesBetween(after, edges), edges };
}

function fewValues(before: NumericProfile, after: NumericProfile, places: number): SideBySide | undefined {
  if (before.values === undefined || after.values === undefined) return undefined;
  const all = [...new Set([...before.values, ...after.values].map(([value]) => value))].sort((a, b) => a - b);
  if (all.length > Math.min(places, 12)) return undefined;
  const shares = ({ values = [], ...rest }: NumericProfile) => {
    const counts = new Map(values);
    const total = Math.max(1, valuesIn(rest));
    return all.map((value) => (counts.get(value) ?? 0) / total);
  };
  return {
    before: shares(before),
    after: shares(after),
    labels: all.map((value) => String(Number(value.toPrecision(6)))),
  };
}

/** The value below which a share of the values lies: exactly where all are known, else as the knots and the ends tell it. */
function quantile(profile: NumericProfile, share: number): number {
  const { knots, values, min, max } = profile;
  const wanted = share * valuesIn(profile);
  if (values !== undefined) {
    let sum = 0;
    for (const [value, count] of values) {
      sum += count;
      if (sum >= wanted) return value;
    }
  }
  const found = knots.find(([, , upTo]) => upTo >= wanted);
  if (found === undefined) return max ?? knots.at(-1)?.[0] ?? 0;
  // Of data on a baseline's knots many values may lie below the first.
  return found === knots[0] && found[1] > wanted ? (min ?? found[0]) : found[0];
}

function sharesBetween(profile: NumericProfile, edges: readonly number[]): number[] {
  const total = Math.max(1, valuesIn(profile));
  const counts = edges.map((edge) => countBelow(profile, edge));
  return edges.slice(1).map((_, place) => {
    const from = place === 0 ? 0 : (counts[place] ?? 0);
    const to = place === edges.length - 2 ? total : (counts[place + 1] ?? 0);
    return Math.max(0, to - from) / total;
  });
}

/** How many values lie below a place; between knots they are taken to lie evenly. */
function countBelow({ knots, values, min, max, ...profile }: NumericProfile, place: number): number {
  if (values !== undefined)
    return values.reduce((sum, [value, count]) => sum + (value < place ? count : 0), 0);
  const after = knots.findIndex(([value]) => value >= place);
  const total = valuesIn({ knots, min, max, ...profile });
  const [last] = knots.slice(-1);
  if (after === -1)
    return last === undefined ? total : between([last[0], last[2]], [max ?? last[0], total], place);
  const next = knots[after];
  if (next === undefined) return total;
  const before = knots[after - 1];
  const start =
    before === undefined
      ? ([Math.min(min ?? next[0], next[0]), 0] as const)
      : ([before[0], before[2]] as const);
  return between(start, [next[0], next[1]], place);
}

function between(
  [x0, y0]: readonly [number, number],
  [x1, y1]: readonly [number, number],
  x: number,
): number {
  if (x >= x1) return y1;
  if (x <= x0) return y0;
  return y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}

/** What texts are about, topic by topic. */
export function topicsSideBySide({ topics }: Pick<ColumnDrift, "topics">): SideBySide | undefined {
  if (topics === undefined) return undefined;
  const { topics: all } = topics;
  return {
    before: all.map(({ before }) => before),
    after: all.map(({ after }) => after),
    labels: all.map(({ terms }) => (terms.length === 0 ? noTerms : terms.join(", "))),
  };
}

/** The commonest of either side, then all others as one. */
function categoriesSideBySide(
  before: CategoricalProfile,
  after: CategoricalProfile,
  places: number,
): SideBySide | undefined {
  const [n, m] = [valuesIn(before), valuesIn(after)];
  const [from, to] = [new Map(before.top), new Map([...after.top, ...(after.fresh ?? [])])];
  if (n === 0 || m === 0 || from.size === 0) return undefined;
  const names = [...new Set([...from.keys(), ...to.keys()])]
    .map((name) => ({ name, before: (from.get(name) ?? 0) / n, after: (to.get(name) ?? 0) / m }))
    .sort((a, b) => Math.max(b.before, b.after) - Math.max(a.before, a.after));
  const shown = names.slice(0, names.length > places ? places - 1 : places);
  const rest = {
    name: "others",
    before: 1 - shown.reduce((sum, each) => sum + each.before, 0),
    after: 1 - shown.reduce((sum, each) => sum + each.after, 0),
  };
  const all = Math.max(rest.before, rest.after) > 1e-9 ? [...shown, rest] : shown;
  return {
    before: all.map((each) => Math.max(0, each.before)),
    after: all.map((each) => Math.max(0, each.after)),
    labels: all.map(({ name }) => name),
  };
}
