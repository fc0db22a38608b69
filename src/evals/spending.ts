import type { TokenUsage } from "./token-usage.js";
import type { CaseResult, Grade } from "./types.js";

interface Spent {
  readonly costUsd: number | null;
  readonly pricedCostUsd: number;
  readonly unpriced: number;
  readonly cached: number;
  readonly tokens: { readonly input: number; readonly output: number; readonly cached: number };
}

/** Adds up tokens and dollars, of answers and of judges. An answer without a price makes the sum unknown. */
export class Spending {
  #costUsd = 0;
  #unpriced = 0;
  #cached = 0;
  #input = 0;
  #output = 0;
  #cachedInput = 0;

  add(result: CaseResult): void {
    if (result.cached) this.#cached++;
    // A case without a latency was never answered, so it cost nothing.
    if (result.latencyMs !== undefined) this.#price(result.costUsd);
    if (result.usage !== undefined) this.#use(result.usage);
    for (const grade of result.grades) this.#addGrade(grade);
  }

  finish(): Spent {
    return {
      costUsd: this.#unpriced > 0 ? null : this.#costUsd,
      pricedCostUsd: this.#costUsd,
      unpriced: this.#unpriced,
      cached: this.#cached,
      tokens: { input: this.#input, output: this.#output, cached: this.#cachedInput },
    };
  }

  #addGrade({ costUsd, usage, components }: Grade): void {
    if (costUsd !== undefined || usage !== undefined) this.#price(costUsd);
    if (usage !== undefined) this.#use(usage);
    if (components !== undefined) for (const component of components) this.#addGrade(component);
  }

  #price(costUsd: number | undefined): void {
    if (costUsd === undefined) this.#unpriced++;
    else this.#costUsd += costUsd;
  }

  #use(usage: TokenUsage): void {
    this.#input += usage.input ?? 0;
    this.#output += usage.output ?? 0;
    this.#cachedInput += usage.cached ?? 0;
  }
}
