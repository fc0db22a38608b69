/** A provider's id, taken apart: `openai:chat:gpt-4.1`. */
export interface ProviderName {
  /** What stands before the first `:`, in lower case; all of an id without one. */
  readonly family: string;
  /** What is asked of the model, where the id says it. */
  readonly kind?: string;
  /** The rest, which may hold colons; absent: the config or the prompt names the model. */
  readonly model?: string;
}

/** @param kinds the words that say what is asked of a model, for the family that the id is of. */
export function readProviderName(id: string, kinds: readonly string[] = []): ProviderName {
  const colon = id.indexOf(":");
  if (colon === -1) return { family: id.toLowerCase() };
  const family = id.slice(0, colon).toLowerCase();
  const rest = id.slice(colon + 1);
  const [word = "", ...others] = rest.split(":");
  if (!kinds.includes(word)) return rest === "" ? { family } : { family, model: rest };
  const model = others.join(":");
  return model === "" ? { family, kind: word } : { family, kind: word, model };
}
