import { type CaseFilter, fitsFilter } from "../../evals/case-filter.js";
import type { CaseIds } from "../../evals/case-ids.js";
import { casesOf } from "../../evals/cases.js";
import type { CaseResult, EvalCase, Suite, SuiteTest } from "../../evals/types.js";

/** Which cases of a suite are meant. */
export interface CaseSelection {
  /** All must fit. */
  readonly filter: readonly CaseFilter[];
  /** The first so many that fit. */
  readonly limit?: number;
  /** Counted from 1. */
  readonly shard?: { readonly index: number; readonly count: number };
}

/**
 * The cases that are meant, some at a time, in the order of the suite: those that fit every filter, of these the first so many, of these the
 * part that is the shard's. A test is in one shard with all of its cases, whatever else the suite holds.
 * @param before what became of each case in the last evaluation, by id: for filters that ask.
 */
export async function* selectCases(
  suite: Suite,
  ids: CaseIds,
  selection: CaseSelection,
  before: ReadonlyMap<string, CaseResult["status"]> = new Map(),
): AsyncGenerator<readonly EvalCase[]> {
  const { filter, limit = Number.POSITIVE_INFINITY, shard } = selection;
  let fitting = 0;
  let tests = 0;
  let last: SuiteTest | undefined;
  if (limit === 0) return;
  for await (const items of casesOf(suite)) {
    const chosen: EvalCase[] = [];
    for (const item of items) {
      const id = filter.length === 0 ? "" : ids(item);
      if (!filter.every((one) => fitsFilter(one, item, id, before.get(id)))) continue;
      fitting++;
      if (item.test !== last) tests++;
      last = item.test;
      if (shard === undefined || (tests - 1) % shard.count === shard.index - 1) chosen.push(item);
      if (fitting >= limit) break;
    }
    if (chosen.length > 0) yield chosen;
    if (fitting >= limit) return;
  }
}
