import type { Provider } from "../evals/provider.js";
import type { ProviderConfig } from "./provider-config.js";

/** The most that one call to a program or a service costs, as `maxCostUsd` of its config says: nobody else can. US dollars. */
export function programCost(config: ProviderConfig): Pick<Provider, "mostCostUsd"> {
  const most = config.number("maxCostUsd");
  if (most === undefined) return {};
  if (!(most >= 0)) throw config.wrong("maxCostUsd", "0 or more, in US dollars");
  return { mostCostUsd: () => most };
}
