import { compareBytes } from "../../core/byte-order.js";
import type { EvaluationSide } from "./evaluation-side.js";
import type { CaseOutcome, Comparison } from "./types.js";

/** A case of both sides. */
export interface OutcomePair {
  readonly before: CaseOutcome;
  readonly after: CaseOutcome;
}

/** What two evaluations have in common, and what they have not. */
export interface PairedOutcomes
  extends Pick<Comparison, "added" | "removed" | "changed" | "regraded" | "ungraded" | "across"> {
  /** Asked and graded alike, with at least one grade on both sides; by prompt, provider and id of the later side. */
  readonly pairs: readonly OutcomePair[];
  /** Cases of both sides, whatever became of them. */
  readonly shared: number;
}

/**
 * Finds the cases that both sides have. Where each side has but one prompt, or one provider, they are paired although they are called
 * otherwise: to exchange a model or a version of a prompt is what comparisons are for.
 */
export function pairOutcomes(before: EvaluationSide, after: EvaluationSide): PairedOutcomes {
  const across = acrossLabels(before.outcomes, after.outcomes);
  const lists = { added: new Set<string>(), removed: new Set<string>() };
  const apart = { changed: new Set<string>(), regraded: new Set<string>(), ungraded: new Set<string>() };
  const pairs: OutcomePair[] = [];
  let shared = 0;
  for (const [was, is] of joined(before.outcomes, after.outcomes, across)) {
    if (was === undefined || is === undefined) {
      if (is !== undefined) lists.added.add(is.id);
      if (was !== undefined) lists.removed.add(was.id);
      continue;
    }
    shared++;
    if (differ(was.input, is.input)) apart.changed.add(is.id);
    else if (differ(was.grading, is.grading)) apart.regraded.add(is.id);
    else if (was.graded === 0 || is.graded === 0) apart.ungraded.add(is.id);
    else pairs.push({ before: was, after: is });
  }
  return {
    ...{ pairs, shared },
    added: before.partial === true ? [] : sorted(lists.added),
    removed: after.partial === true ? [] : sorted(lists.removed),
    changed: sorted(apart.changed),
    regraded: sorted(apart.regraded),
    ungraded: sorted(apart.ungraded),
    ...(Object.keys(across).length > 0 && { across }),
  };
}

/** The cases of both sides, those that are called the same together. Both go in order, so that no index is needed. */
function* joined(
  before: readonly CaseOutcome[],
  after: readonly CaseOutcome[],
  { prompt, provider }: NonNullable<Comparison["across"]>,
): Generator<readonly [CaseOutcome | undefined, CaseOutcome | undefined]> {
  const [first, second] = [inOrder(before), inOrder(after)];
  let [i, j] = [0, 0];
  while (i < first.length || j < second.length) {
    const [was, is] = [first[i], second[j]];
    let order = was === undefined ? 1 : -1;
    if (was !== undefined && is !== undefined) {
      order =
        (prompt ? 0 : compareBytes(was.prompt, is.prompt)) ||
        (provider ? 0 : compareBytes(was.provider, is.provider)) ||
        compareBytes(was.id, is.id);
    }
    yield [order <= 0 ? was : undefined, order >= 0 ? is : undefined];
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
}

function inOrder(outcomes: readonly CaseOutcome[]): readonly CaseOutcome[] {
  return [...outcomes].sort(
    (a, b) =>
      compareBytes(a.prompt, b.prompt) || compareBytes(a.provider, b.provider) || compareBytes(a.id, b.id),
  );
}

/** Results of an older mlx do not say what they were asked or graded by: then the id decides alone. */
function differ(a: string, b: string): boolean {
  return a !== "" && b !== "" && a !== b;
}

function acrossLabels(
  before: readonly CaseOutcome[],
  after: readonly CaseOutcome[],
): NonNullable<Comparison["across"]> {
  const prompt = exchanged(before, after, "prompt");
  const provider = exchanged(before, after, "provider");
  return { ...(prompt && { prompt }), ...(provider && { provider }) };
}

/** The only label of each side, where the two are not the same. */
function exchanged(
  before: readonly CaseOutcome[],
  after: readonly CaseOutcome[],
  what: "prompt" | "provider",
): readonly [string, string] | undefined {
  const [first] = before;
  const [second] = after;
  if (first === undefined || second === undefined || first[what] === second[what]) return undefined;
  const single = (outcomes: readonly CaseOutcome[], label: string) =>
    outcomes.every((outcome) => outcome[what] === label);
  return single(before, first[what]) && single(after, second[what]) ? [first[what], second[what]] : undefined;
}

function sorted(ids: ReadonlySet<string>): readonly string[] {
  return [...ids].sort(compareBytes);
}
