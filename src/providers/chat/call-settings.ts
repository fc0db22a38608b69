import type { ProviderRequest } from "../../evals/types.js";
import type { Json } from "../../prompts/types.js";
import type { CallPrice } from "../call-price.js";
import type { ModelChoice } from "../model-choice.js";
import type { ProviderConfig } from "../provider-config.js";
import { configSettings, numberSetting, settingsOf } from "./model-settings.js";

/** What a provider's config says of every call. */
export interface CallSettings {
  readonly settings: ReadonlyMap<string, Json>;
  /** Laid over the body of the request as it is. */
  readonly passthrough: Readonly<Record<string, Json>>;
  readonly stream: boolean;
  /** US dollars that a call may cost at most; undefined where nobody can tell. */
  mostCostUsd(request: ProviderRequest): number | undefined;
}

/** Reads the settings that the chat interfaces have in common. @throws {MlxError} `MLX_PROVIDER_CONFIG`. */
export function callSettings(config: ProviderConfig, price: CallPrice, choice: ModelChoice): CallSettings {
  const settings = configSettings(config);
  return {
    settings,
    passthrough: config.mapping("passthrough"),
    stream: config.flag("stream") ?? true,
    mostCostUsd: (request) =>
      price.most(request, choice(request), numberSetting(settingsOf(request, settings), "max_output_tokens")),
  };
}
