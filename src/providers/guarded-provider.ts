import { createRedactor, mask } from "../core/redact.js";
import { secretSpellings } from "../core/secret-spellings.js";
import { type Provider, ProviderFault } from "../evals/provider.js";
import type { ProviderAnswer } from "../evals/types.js";
import type { ProviderConfig } from "./provider-config.js";

/** Shorter values are words rather than keys. */
const shortestSecret = 6;

/**
 * A provider whose faults say whom they come from and whose faults and answers hold no key. A variable that its config
 * refers to and that is not set is a fault of the call.
 */
export function guarded(provider: Provider, config: ProviderConfig): Provider {
  const { id } = provider;
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      for (const name of config.missing) {
        throw new ProviderFault("credentials", `has no ${name}: it is not set in the environment or in .env`);
      }
      return await work();
    } catch (error) {
      throw error instanceof ProviderFault ? clean(id, error, config.secrets) : error;
    }
  };
  const { embed, close } = provider;
  return {
    id,
    identity: provider.identity,
    cacheable: provider.cacheable,
    ...(provider.mostCostUsd && { mostCostUsd: provider.mostCostUsd }),
    call: (request, options) =>
      guard(async () => withoutSecrets(await provider.call(request, options), config.secrets)),
    ...(embed && { embed: (texts, options) => guard(() => embed.call(provider, texts, options)) }),
    ...(close && { close: () => close.call(provider) }),
  };
}

/** The cause is left behind: it may hold a request with its headers. */
function clean(
  id: string,
  { kind, message, details }: ProviderFault,
  secrets: Iterable<string>,
): ProviderFault {
  const { status, retryAfterMs } = details;
  return new ProviderFault(kind, withoutCut(createRedactor(secrets)(`${id} ${message}`), secrets), {
    ...(status !== undefined && { status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** Long words of a server are cut, and a key may stand where they were. */
function withoutCut(text: string, secrets: Iterable<string>): string {
  if (!text.includes("…")) return text;
  let result = text;
  for (const secret of [...secrets].flatMap(secretSpellings)) {
    for (let length = secret.length - 1; length >= shortestSecret; length--) {
      result = result.replaceAll(`${secret.slice(0, length)}…`, `${mask}…`);
    }
  }
  return result;
}

/** A server that says back what it was sent must not carry a key into the results. */
function withoutSecrets(answer: ProviderAnswer, secrets: ReadonlySet<string>): ProviderAnswer {
  const found = [...secrets].filter((secret) => secret.length >= shortestSecret);
  if (found.length === 0) return answer;
  const text = JSON.stringify(answer);
  const inside = found
    .flatMap(secretSpellings)
    .map((secret) => JSON.stringify(secret).slice(1, -1))
    .filter((it) => text.includes(it));
  if (inside.length === 0) return answer;
  return JSON.parse(inside.reduce((all, secret) => all.replaceAll(secret, mask), text));
}
