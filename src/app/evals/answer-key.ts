import { hash } from "node:crypto";
import type { Provider } from "../../evals/provider.js";
import type { ProviderRequest } from "../../evals/types.js";

/** Told apart from answers of an mlx that understood them otherwise. */
const version = 1;

/** Those that fill a command, an address or a body of their own with the variables. */
const usesVars = /^(?:https?|exec|file|python|ruby|javascript|webhook)(?::|$)|\.(?:[cm]?[jt]s|py|rb)$/;

/** What an answer depends on, as 32 bytes. A repeat asks anew. */
export function answerKey(provider: Provider, request: ProviderRequest, repeat: number): Buffer {
  const vars = usesVars.test(provider.id) ? [...request.vars] : null;
  return digest([
    version,
    provider.identity,
    repeat,
    request.messages,
    request.text,
    request.model ?? null,
    request.settings,
    request.tools ?? null,
    request.outputSchema ?? null,
    vars,
  ]);
}

export function embeddingKey(provider: Provider, texts: readonly string[]): Buffer {
  return digest([version, provider.identity, "embed", texts]);
}

function digest(parts: readonly unknown[]): Buffer {
  return hash("sha256", JSON.stringify(parts), "buffer");
}
