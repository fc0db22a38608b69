import type { EvalCase, ProviderRequest, SuiteTest, Vars } from "../../evals/types.js";
import type { Json } from "../../prompts/types.js";

interface Turn {
  readonly prompt: string;
  readonly input: string;
  readonly output: Json;
}

/** What later cases of an evaluation are told of earlier ones: outputs stored by name, and conversations so far. */
export class CaseMemory {
  readonly #stored = new Map<string, Json>();
  readonly #conversations = new Map<string, Turn[]>();

  /** Whether cases after this one must wait for it. */
  static concerns(item: EvalCase): boolean {
    return item.test.options.storeOutputAs !== undefined || asksConversation(item);
  }

  /** The case with what it is told. */
  tell(item: EvalCase): EvalCase {
    const talks = asksConversation(item);
    if (this.#stored.size === 0 && !talks) return item;
    const vars = new Map([...item.test.vars, ...this.#stored]);
    if (talks)
      vars.set(
        "_conversation",
        (this.#conversations.get(keyOf(item)) ?? []).map((turn) => ({ ...turn })),
      );
    return { ...item, test: withVars(item.test, vars, [...this.#stored.keys(), "_conversation"]) };
  }

  remember(item: EvalCase, request: ProviderRequest, output: Json): void {
    const { storeOutputAs } = item.test.options;
    if (storeOutputAs !== undefined) this.#stored.set(storeOutputAs, output);
    if (!asksConversation(item)) return;
    const key = keyOf(item);
    const turns = this.#conversations.get(key) ?? [];
    const input = request.messages.at(-1)?.content ?? request.text;
    turns.push({ prompt: request.text, input, output });
    this.#conversations.set(key, turns);
  }
}

function asksConversation({ prompt }: EvalCase): boolean {
  return prompt.body.kind === "template" && prompt.body.text.includes("_conversation");
}

/** Each provider and prompt holds a conversation of its own, and so does each repeat and each cluster. */
function keyOf({ prompt, provider, repeat, test }: EvalCase): string {
  return JSON.stringify([prompt.label, provider.label, repeat, test.cluster ?? null]);
}

/** What models said is written out and never read as a template. */
function withVars(test: SuiteTest, vars: Vars, said: readonly string[]): SuiteTest {
  return { ...test, vars, dataVars: new Set([...(test.dataVars ?? []), ...said]) };
}
