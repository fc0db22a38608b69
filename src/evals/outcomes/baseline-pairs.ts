import type { EvaluationSide } from "./evaluation-side.js";
import { incomparable } from "./incomparable.js";
import { type OutcomePair, pairOutcomes } from "./pair-outcomes.js";
import type { CaseOutcome } from "./types.js";

/** Labels of a suite. */
export interface Labels {
  readonly prompts: readonly string[];
  readonly providers: readonly string[];
}

/** Finds the pair of a case in a baseline while cases come in, by the rules of a whole comparison. */
export class BaselinePairs {
  readonly #before: ReadonlyMap<string, CaseOutcome>;
  readonly #across: { readonly prompt: boolean; readonly provider: boolean };

  /** @param labels of the prompts and providers that are asked now. */
  constructor({ outcomes }: EvaluationSide, labels: Labels) {
    const single = (what: "prompt" | "provider", now: readonly string[]) =>
      now.length === 1 && new Set(outcomes.map((outcome) => outcome[what])).size === 1;
    this.#across = {
      prompt: single("prompt", labels.prompts),
      provider: single("provider", labels.providers),
    };
    this.#before = new Map(outcomes.map((outcome) => [this.#nameOf(outcome), outcome]));
  }

  /** Undefined where the baseline lacks it, or has it with other data, graders or judges, or a side has no grade. */
  find(after: CaseOutcome): OutcomePair | undefined {
    const before = this.#before.get(this.#nameOf(after));
    if (before === undefined) return undefined;
    const [was, is] = [before, after].map((outcome) => ({ outcomes: [outcome], judges: [] }));
    if (was === undefined || is === undefined) return undefined;
    const paired = pairOutcomes(was, is);
    return incomparable(was, is, paired).length === 0 ? paired.pairs[0] : undefined;
  }

  #nameOf({ id, prompt, provider }: CaseOutcome): string {
    return JSON.stringify([this.#across.prompt ? "" : prompt, this.#across.provider ? "" : provider, id]);
  }
}
