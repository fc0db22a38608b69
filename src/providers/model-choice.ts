import { ProviderFault } from "../evals/provider.js";
import type { ProviderRequest } from "../evals/types.js";

/** Which model is asked: that of the provider's id or config, else the prompt's own. */
export type ModelChoice = (request: ProviderRequest) => string | undefined;

/** @param prefixes names of the service, which a prompt may put before the model's name. */
export function modelChoice(own: string | undefined, prefixes: readonly string[]): ModelChoice {
  return ({ model }) => own ?? (model === undefined ? undefined : withoutPrefix(model, prefixes));
}

/** @throws {ProviderFault} request. */
export function neededModel(choice: ModelChoice, request: ProviderRequest): string {
  const model = choice(request);
  if (model !== undefined) return model;
  throw new ProviderFault(
    "request",
    "was not told which model to ask: name it behind the provider, after a colon",
  );
}

function withoutPrefix(model: string, prefixes: readonly string[]): string {
  const prefix = prefixes.find((name) => model.startsWith(`${name}/`) || model.startsWith(`${name}:`));
  return prefix === undefined ? model : model.slice(prefix.length + 1).replace(/^(?:chat|messages):/, "");
}
