import type { ModelFacts } from "../core/settings.js";
import { modelFacts } from "../prompts/models/model-facts.js";
import type { TokenUsage } from "./token-usage.js";

type Overrides = Readonly<Record<string, ModelFacts>>;

const million = 1e6;

/**
 * What a call cost in US dollars, by the project's own prices and then by the table of `src/prompts/models/table.ts` (see
 * `tableDate` there). Tokens that the provider read from its cache count as any input: the table has no price for them, and
 * a cost that is told too high never slips under a budget.
 * @param model as its provider is named, so that a host's price is not taken for the maker's: `azure/gpt-4.1`.
 * @returns undefined where one of the prices that the usage needs is not known.
 */
export function costOf(model: string, usage: TokenUsage, overrides: Overrides): number | undefined {
  const { inputPrice, outputPrice } = modelFacts(model, overrides)?.facts ?? {};
  const input = priced(usage.input, inputPrice);
  const output = priced(usage.output, outputPrice);
  return input === undefined || output === undefined ? undefined : input + output;
}

/**
 * The most that a call can cost in US dollars: every byte of the prompt a token, and an answer as long as it may be.
 * @param maxOutput tokens that the request allows; absent: what the model can write at most.
 * @returns undefined where a price or the greatest length is not known.
 */
export function mostCostOf(
  model: string,
  most: { readonly promptBytes: number; readonly maxOutput?: number },
  overrides: Overrides,
): number | undefined {
  const output = most.maxOutput ?? modelFacts(model, overrides)?.facts.maxOutput;
  if (output === undefined) return undefined;
  return costOf(model, { input: most.promptBytes, output, cached: 0 }, overrides);
}

function priced(tokens: number, price: number | undefined): number | undefined {
  if (price !== undefined) return (tokens * price) / million;
  return tokens === 0 ? 0 : undefined;
}
