import { normalQuantile } from "../distributions/normal.js";
import { sortedQuantile } from "../sorted-quantile.js";
import type { Interval, StatOptions } from "../types.js";
import { wilson } from "../wilson.js";
import { type AgreementTable, agreementTable } from "./agreement-table.js";
import { type CohenKappa, cohenKappa } from "./cohen-kappa.js";
import { kappaResamples } from "./kappa-resamples.js";
import type { KappaWeights, Rated } from "./rated.js";

/** κ with its interval. */
export interface KappaEstimate extends CohenKappa {
  readonly table: AgreementTable;
  /** Absent where κ is undefined. */
  readonly interval?: Interval;
  readonly method: "asymptotic" | "bootstrap" | "cluster_bootstrap";
  /** Why κ is undefined. */
  readonly undefinedBecause?: string;
  /** The largest share that one category has among what the first judge said. */
  readonly prevalence: number;
  /** Independent units. */
  readonly units: number;
}

/** From so many cases on the standard error alone gives the interval… */
const enoughCases = 100;
/** …if so many are on either side: judged alike and not, and outside of the most frequent category. */
const enoughOfEach = 5;

/**
 * Cohen's κ between two judges. The interval is that of the large-sample standard error. Where cases are few, hang together in clusters, or
 * leave nothing to compute a spread from (as full agreement), it comes from a seeded bootstrap over clusters, and is never narrower than what
 * the standard error says, nor than what full agreement on so few cases leaves open (Wilson's bound of the share of agreement).
 * @param cases at least one. @param categories 2 or more.
 */
export function kappaEstimate(
  cases: readonly Rated[],
  categories: number,
  weights: KappaWeights,
  options: StatOptions = {},
): KappaEstimate {
  const confidence = options.confidence ?? 0.95;
  const table = agreementTable(cases, categories);
  const found = cohenKappa(table, weights);
  const units = new Set(cases.map(({ cluster }) => cluster)).size;
  const clustered = units < cases.length;
  const prevalence = Math.max(...table.map(sumOf)) / found.n;
  const { kappa, standardError, n } = found;
  const head = { ...found, table, prevalence, units };
  if (kappa === null || standardError === null) {
    return { ...head, method: clustered ? "cluster_bootstrap" : "bootstrap", undefinedBecause: oneCategory };
  }
  const reach = normalQuantile((1 + confidence) / 2) * standardError;
  if (!clustered && n >= enoughCases && isSpread(table, n)) {
    return { ...head, interval: [kappa - reach, kappa + reach], method: "asymptotic" };
  }
  const resampling = { seed: options.seed ?? "mlx", resamples: options.resamples ?? 2000 };
  const drawn = kappaResamples(cases, categories, weights, resampling);
  const ends = [
    [kappa - reach, kappa + reach],
    ...(drawn.length >= 0.9 * resampling.resamples ? [percentiles(drawn, confidence)] : []),
    [openBelow(found, units, confidence), kappa],
  ];
  const low = Math.max(-1, Math.min(...ends.map(([end = kappa]) => end)));
  const high = Math.min(1, Math.max(...ends.map(([, end = kappa]) => end)));
  return { ...head, interval: [low, high], method: clustered ? "cluster_bootstrap" : "bootstrap" };
}

const oneCategory =
  "both put every case into one category: there is nothing that chance could have got wrong";

/** What κ would be if agreement were only as high as the cases leave open. */
function openBelow({ kappa, agreement, expected }: CohenKappa, units: number, confidence: number): number {
  if (agreement < 1 || kappa === null) return kappa ?? 1;
  return (wilson(units, units, confidence)[0] - expected) / (1 - expected);
}

function isSpread(table: AgreementTable, n: number): boolean {
  const alike = table.reduce((sum, row, place) => sum + (row[place] ?? 0), 0);
  const columns = table.map((_, column) => sumOf(table.map((row) => row[column] ?? 0)));
  const most = Math.max(...table.map(sumOf), ...columns);
  return [alike, n - alike, n - most].every((count) => count >= enoughOfEach);
}

function percentiles(sorted: Float64Array, confidence: number): Interval {
  return [sortedQuantile(sorted, (1 - confidence) / 2), sortedQuantile(sorted, (1 + confidence) / 2)];
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
