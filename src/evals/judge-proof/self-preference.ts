import { differenceInterval } from "../../stats/difference-interval.js";
import { meanEstimate } from "../../stats/mean-estimate.js";
import type { Interval } from "../../stats/types.js";

/** Answers of one kind, as the judge and as people see them: means from 0 for the worst to 1 for the best; of pass and fail, pass rates. */
export interface SeenAnswers {
  readonly n: number;
  readonly judge: number;
  readonly people: number;
}

/** Whether a judge is milder with answers of its own model than with those of others. */
export interface SelfPreference {
  readonly own: SeenAnswers;
  readonly others: SeenAnswers;
  /** How much milder than people the judge is with its own, less how much milder it is with the others'. */
  readonly difference: number;
  /** Absent where there are too few of either. */
  readonly interval?: Interval;
}

export interface SeenAnswer {
  readonly own: boolean;
  readonly judge: number;
  readonly people: number;
  readonly cluster: string;
}

/** Undefined unless answers of both kinds were labelled. */
export function selfPreference(answers: readonly SeenAnswer[]): SelfPreference | undefined {
  const own = answers.filter((answer) => answer.own);
  const others = answers.filter((answer) => !answer.own);
  if (own.length === 0 || others.length === 0) return undefined;
  const [mine, theirs] = [mildness(own), mildness(others)];
  const difference = mine.value - theirs.value;
  const interval =
    mine.interval &&
    theirs.interval &&
    differenceInterval({ ...mine, interval: mine.interval }, { ...theirs, interval: theirs.interval });
  return { own: seen(own), others: seen(others), difference, ...(interval && { interval }) };
}

function seen(answers: readonly SeenAnswer[]): SeenAnswers {
  const mean = (of: (answer: SeenAnswer) => number) =>
    answers.reduce((sum, answer) => sum + of(answer), 0) / answers.length;
  return { n: answers.length, judge: mean(({ judge }) => judge), people: mean(({ people }) => people) };
}

function mildness(answers: readonly SeenAnswer[]) {
  const clusters = new Map<string, { sum: number; count: number }>();
  for (const { cluster, judge, people } of answers) {
    const unit = clusters.get(cluster) ?? { sum: 0, count: 0 };
    clusters.set(cluster, { sum: unit.sum + judge - people, count: unit.count + 1 });
  }
  return meanEstimate([...clusters.values()], { bounds: [-1, 1] });
}

/** Whether an answer is the judge's own: by the models that both providers told, else by the last part of the provider's name. */
export function isOwnAnswer(
  { model, provider }: { readonly model?: string; readonly provider: string },
  judge: string | undefined,
): boolean {
  if (judge === undefined) return false;
  return provider === judge || (model ?? provider.slice(provider.lastIndexOf(":") + 1)) === judge;
}
