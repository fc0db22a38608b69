import type { Message, Role } from "../../prompts/types.js";

export interface MessageTokens {
  /** Of each message. */
  readonly counts: readonly number[];
  readonly total: number;
  /** Whether the model's own tokenizer counted; false: an estimate. */
  readonly exact: boolean;
  /** In the order in which the roles first speak. */
  readonly byRole: ReadonlyMap<Role, number>;
}

/** Counts the tokens of messages; what a provider adds around each of them is not known and not counted. */
export async function messageTokens(messages: readonly Message[], model?: string): Promise<MessageTokens> {
  const { countTokens } = await import("../../tokens/count-tokens.js");
  const { counts, exact } = await countTokens(
    messages.map(({ content }) => content),
    model,
  );
  const byRole = new Map<Role, number>();
  for (const [index, { role }] of messages.entries()) {
    byRole.set(role, (byRole.get(role) ?? 0) + (counts[index] ?? 0));
  }
  return { counts, total: counts.reduce((sum, count) => sum + count, 0), exact, byRole };
}
