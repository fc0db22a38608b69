import { costOf, mostCostOf } from "../evals/prices.js";
import type { TokenUsage } from "../evals/token-usage.js";
import type { ProviderRequest } from "../evals/types.js";
import type { ProviderConfig } from "./provider-config.js";

/** Tokens that a chat's form adds to a message, and a tool's to its own text; more than any API takes. */
const messageTokens = 16;

/** What calls of one provider cost. */
export interface CallPrice {
  cost(usage: TokenUsage | undefined, model: string): { costUsd?: number };
  most(
    request: ProviderRequest,
    model: string | undefined,
    maxOutput: number | undefined,
  ): number | undefined;
}

/**
 * Prices of a provider: those of its config (`cost`, `inputCost`, `outputCost`, US dollars a token), else by the model's name.
 * @param host what stands before the model's name in the table: `openai/`, or `azure/` for somebody else's prices.
 * @param free whether it runs on the user's own machine and is never billed by the token.
 */
export function callPrice(config: ProviderConfig, host: string, free = false): CallPrice {
  const both = config.number("cost");
  const [input, output] = [config.number("inputCost") ?? both, config.number("outputCost") ?? both];
  const { models } = config.context;
  const own = (tokens: TokenUsage): number | undefined =>
    input === undefined || output === undefined
      ? undefined
      : Math.max(0, input) * tokens.input + Math.max(0, output) * tokens.output;
  return {
    cost(usage, model) {
      if (!usage) return free ? { costUsd: 0 } : {};
      const cost = own(usage) ?? costOf(`${host}${model}`, usage, models) ?? (free ? 0 : undefined);
      return cost === undefined ? {} : { costUsd: cost };
    },
    most(request, model, maxOutput) {
      const promptBytes = mostPromptTokens(request);
      if (input !== undefined && output !== undefined && maxOutput !== undefined) {
        return own({ input: promptBytes, output: maxOutput, cached: 0 });
      }
      const most =
        model === undefined
          ? undefined
          : mostCostOf(
              `${host}${model}`,
              { promptBytes, ...(maxOutput !== undefined && { maxOutput }) },
              models,
            );
      return most ?? (free ? 0 : undefined);
    },
  };
}

/** No tokenizer makes more than one token of a byte. */
function mostPromptTokens({ messages, text, tools, outputSchema }: ProviderRequest): number {
  let most = 0;
  for (const { content } of messages) most += Buffer.byteLength(content) + messageTokens;
  if (messages.length === 0) most += Buffer.byteLength(text) + messageTokens;
  if (tools) most += Buffer.byteLength(JSON.stringify(tools)) + messageTokens * tools.length;
  if (outputSchema !== undefined) most += Buffer.byteLength(JSON.stringify(outputSchema)) + messageTokens;
  return most;
}
