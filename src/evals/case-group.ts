import { namedTotals } from "./named-metrics.js";
import type { SortedTimes } from "./outcomes/estimates.js";
import type { Estimates } from "./outcomes/types.js";
import { Quantiles } from "./quantiles.js";
import { Spending } from "./spending.js";
import { type Tally, TallyCounter } from "./tally.js";
import type { CaseResult } from "./types.js";

/** What some cases have in common: counts, metrics, times and costs. */
export interface GroupSummary extends Tally {
  /** Mean per named score, over the cases that have it. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly latencyMs: { readonly p50: number | null; readonly p95: number | null };
  readonly ttftMs: { readonly p50: number | null; readonly p95: number | null };
  /** US dollars that the answers cost, judges' included, whether now or when they came into the cache. Null where any has no price. */
  readonly costUsd: number | null;
  /** Of `costUsd` what has a price. */
  readonly pricedCostUsd: number;
  /** Answers without a price. */
  readonly unpriced: number;
  /** Answers that came from the cache. */
  readonly cached: number;
  readonly tokens: { readonly input: number; readonly output: number; readonly cached: number };
  /** Absent in evaluations of an older mlx. */
  readonly estimates?: Estimates;
}

/** Takes in one result after the other: sixteen bytes a case, and a little for each metric. */
export class CaseGroup {
  readonly #tally = new TallyCounter();
  readonly #spending = new Spending();
  readonly #latency = new Quantiles();
  readonly #ttft = new Quantiles();
  readonly #means = new Map<string, { total: number; count: number }>();
  readonly #sums = new Map<string, number>();

  add(result: CaseResult): void {
    this.#tally.add(result.status, result.score);
    this.#spending.add(result);
    if (result.latencyMs !== undefined) this.#latency.add(result.latencyMs);
    if (result.ttftMs !== undefined) this.#ttft.add(result.ttftMs);
    for (const [name, score] of Object.entries(result.namedScores)) {
      const mean = this.#means.get(name) ?? { total: 0, count: 0 };
      mean.total += score;
      mean.count++;
      this.#means.set(name, mean);
    }
    for (const [name, { total }] of namedTotals(result.grades)) {
      this.#sums.set(name, (this.#sums.get(name) ?? 0) + total);
    }
  }

  /** Per named score the sum of what its assertions scored by their weights, as derived metrics take them. */
  get sums(): ReadonlyMap<string, number> {
    return this.#sums;
  }

  /** Times of its answers, ascending. */
  get times(): SortedTimes {
    return { latencyMs: this.#latency.sorted, ttftMs: this.#ttft.sorted };
  }

  finish(): GroupSummary {
    const means = [...this.#means].map(([name, { total, count }]): [string, number] => [name, total / count]);
    return {
      ...this.#tally.finish(),
      metrics: Object.fromEntries(means),
      latencyMs: this.#latency.finish(),
      ttftMs: this.#ttft.finish(),
      ...this.#spending.finish(),
    };
  }
}
