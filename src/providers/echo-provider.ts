import type { Provider } from "../evals/provider.js";
import type { ProviderAnswer, ProviderRequest } from "../evals/types.js";

const nothing = { input: 0, output: 0, cached: 0 };

/** Says back the prompt: for trying graders, and for measuring. Free, and faster than a cache. */
export function echoProvider(id: string): Provider {
  const callNow = ({ text: output }: ProviderRequest): ProviderAnswer => {
    return { output, usage: nothing, latencyMs: 0, costUsd: 0, cached: false };
  };
  return {
    id,
    identity: "echo",
    cacheable: false,
    mostCostUsd: () => 0,
    callNow,
    call: (request) => Promise.resolve(callNow(request)),
  };
}
