import { hash } from "node:crypto";
import type { Provider } from "../../evals/provider.js";
import type { ProviderRequest } from "../../evals/types.js";

/** Told apart from answers of an mlx that understood them otherwise. */
const version = 1;

/** Those that fill a command, an address or a body of their own with the variables. */
const fillsWithVars = /^(?:https?|exec|file|python|ruby|javascript|webhook)(?::|$)|\.(?:[cm]?[jt]s|py|rb)$/;

/** What an answer depends on, as 32 bytes. A repeat asks anew. @param model the digest of the record that is evaluated, where one is. */
export function answerKey(
  provider: Provider,
  request: ProviderRequest,
  repeat: number,
  model?: string,
): Buffer {
  const { beginning, usesVars } = factsOf(provider);
  const parts = [
    repeat,
    request.messages,
    request.text,
    request.model ?? null,
    request.settings,
    request.tools ?? null,
    request.outputSchema ?? null,
    usesVars ? [...request.vars] : null,
    ...(request.settingsFirst === true ? ["settings first"] : []),
    ...(model === undefined ? [] : [{ model }]),
  ];
  // One list, whose beginning is the same for all.
  return digest(beginning + JSON.stringify(parts).slice(1));
}

/** What the vectors of texts depend on, as 32 bytes. */
export function embeddingKey(provider: Provider, texts: readonly string[], model?: string): Buffer {
  const parts = [
    version,
    provider.identity,
    "embeddings",
    texts,
    ...(model === undefined ? [] : [{ model }]),
  ];
  return digest(JSON.stringify(parts));
}

interface ProviderFacts {
  readonly beginning: string;
  readonly usesVars: boolean;
}

const known = new WeakMap<Provider, ProviderFacts>();

function factsOf(provider: Provider): ProviderFacts {
  let facts = known.get(provider);
  if (facts === undefined) {
    const { id, identity } = provider;
    facts = {
      beginning: `${JSON.stringify([version, identity]).slice(0, -1)},`,
      usesVars: fillsWithVars.test(id),
    };
    known.set(provider, facts);
  }
  return facts;
}

function digest(text: string): Buffer {
  return hash("sha256", text, "buffer");
}
