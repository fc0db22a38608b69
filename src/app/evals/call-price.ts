import { MlxError } from "../../core/errors.js";
import type { Provider, ProviderFault } from "../../evals/provider.js";
import type { ProviderRequest } from "../../evals/types.js";

/** The most that a call may cost, in US dollars. @returns undefined where nobody can tell. */
export function mostCost(provider: Provider, request: ProviderRequest): number | undefined {
  return provider.mostCostUsd?.(request);
}

/** What an answer says that it cost. */
export function costOf(answer: object): number | undefined {
  return "costUsd" in answer && typeof answer.costUsd === "number" ? answer.costUsd : undefined;
}

/** A call that was refused costs nothing; one that was given up, broken off or not understood may have been answered all the same. */
export function mayBePaid({ kind, details }: ProviderFault): boolean {
  return kind === "timeout" || kind === "garbage" || (kind === "server" && details.status === undefined);
}

/** Those whose prices no table of models can hold. */
const programs = /^(?:exec|https?|file|python|ruby)(?::|$)/;

/** `MLX_UNPRICED_MODEL`, exit 2. @param id of the provider. */
export function unpriced(id: string): MlxError {
  const hint = programs.test(id)
    ? "say the most that one call costs in the provider's config: maxCostUsd: 0.05, in US dollars, or 0 where it is free; or run without a budget"
    : "give the model its prices in mlx.yaml: models: {NAME: {inputPrice: …, outputPrice: …, maxOutput: …}}, in US dollars for a million tokens; or run without a budget";
  const message = `nobody knows what a call to ${id} costs, and there is a budget`;
  return new MlxError("MLX_UNPRICED_MODEL", message, { hint, exitCode: 2 });
}

export function unpricedRecording(id: string): string {
  return `${id} does not say what an answer cost (costUsd), and there is a budget`;
}
