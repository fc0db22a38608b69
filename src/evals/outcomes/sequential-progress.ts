import type { CaseResult } from "../types.js";
import type { BaselinePairs } from "./baseline-pairs.js";
import { passShare } from "./compare-metrics.js";
import { OutcomesBuilder } from "./outcomes-builder.js";
import { SequentialDecision } from "./sequential-decision.js";
import type { SequentialGoal, SequentialOutcome, SequentialVerdict } from "./sequential-outcome.js";
import type { CaseOutcome } from "./types.js";

interface Plan {
  readonly goal: SequentialGoal;
  /** How many cases each unit has, in the order in which they are asked. */
  readonly sizes: readonly number[];
  /** Cases of the suite. */
  readonly of: number;
  /** Where the goal is a baseline. */
  readonly pairs?: BaselinePairs;
}

/**
 * Looks at results as they come, unit by unit: a unit counts once all of its cases have a result, as the mean over those that could be graded, and
 * not at all where none could.
 */
export class SequentialProgress {
  readonly #decision: SequentialDecision;
  #unit = new OutcomesBuilder();
  /** Units that are complete, and results of the one that is not. */
  #complete = 0;
  #inUnit = 0;
  #cases = 0;

  constructor(private readonly plan: Plan) {
    this.#decision = new SequentialDecision(plan.goal);
  }

  /** @param result of the next case, in the order of the units. @returns the verdict, once there is one. */
  add(result: CaseResult): SequentialVerdict | undefined {
    if (this.#decision.verdict !== undefined) return this.#decision.verdict;
    this.#unit.add(result);
    this.#inUnit++;
    this.#cases++;
    if (this.#inUnit < (this.plan.sizes[this.#complete] ?? Number.POSITIVE_INFINITY)) return undefined;
    const values = this.#unit.finish().flatMap((outcome) => this.#valueOf(outcome) ?? []);
    this.#unit = new OutcomesBuilder();
    this.#complete++;
    this.#inUnit = 0;
    if (values.length === 0) return undefined;
    return this.#decision.add(values.reduce((sum, value) => sum + value, 0) / values.length);
  }

  finish(): SequentialOutcome {
    const { verdict, units, value, interval, pValue } = this.#decision;
    const { goal, of } = this.plan;
    const figures = { cases: this.#cases, of, units, value, interval, pValue };
    return { goal, ...(verdict && { verdict }), ...figures };
  }

  #valueOf(outcome: CaseOutcome): number | undefined {
    if (this.plan.goal.kind === "target") return outcome.graded === 0 ? undefined : passShare(outcome);
    const pair = this.plan.pairs?.find(outcome);
    return pair && passShare(pair.after) - passShare(pair.before);
  }
}
