import { MlxError } from "../../core/errors.js";
import type { Provider } from "../../evals/provider.js";
import type { ProviderRequest } from "../../evals/types.js";

/** The most that a call may cost, in US dollars. @returns undefined where nobody can tell. */
export function mostCost(provider: Provider, request: ProviderRequest): number | undefined {
  if (provider.mostCostUsd !== undefined) return provider.mostCostUsd(request);
  return provider.cacheable ? undefined : 0;
}

/** What an answer says that it cost. */
export function costOf(answer: object): number | undefined {
  return "costUsd" in answer && typeof answer.costUsd === "number" ? answer.costUsd : undefined;
}

export function unpriced(id: string): MlxError {
  return new MlxError(
    "MLX_UNPRICED_MODEL",
    `nobody knows what a call to ${id} costs, and there is a budget`,
    {
      hint: "give the model its prices in mlx.yaml: models: {NAME: {inputPrice: …, outputPrice: …, maxOutput: …}}, in US dollars for a million tokens; or run without a budget",
      exitCode: 2,
    },
  );
}
