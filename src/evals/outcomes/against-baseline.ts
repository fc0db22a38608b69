import type { Baseline } from "./baseline.js";
import type { Comparison } from "./types.js";

/** More flipped cases, and ids, than these are counted and not kept: a comparison is kept with each evaluation. */
const most = 100;

/** Of a baseline what a report says of it. */
export interface BaselineFacts
  extends Pick<Baseline, "evaluation" | "time" | "author" | "commit" | "message" | "partial"> {
  /** From the repository's top. */
  readonly path: string;
}

/** How many there are of what a comparison lists. */
export interface ComparisonCounts {
  readonly flipped: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly regraded: number;
  readonly ungraded: number;
}

/** An evaluation held against its suite's baseline. */
export interface AgainstBaseline {
  readonly baseline: BaselineFacts;
  /** Its lists have at most 100 items. */
  readonly comparison: Comparison;
  readonly counts: ComparisonCounts;
  /** Smallest change that matters, as a share. */
  readonly effect: number;
}

/** What is kept of a comparison with a baseline. @param path of the baseline, from the repository's top. @param effect as a share. */
export function againstBaseline(
  path: string,
  baseline: Baseline,
  comparison: Comparison,
  effect: number,
): AgainstBaseline {
  const { evaluation, time, author, commit, message, partial } = baseline;
  const lists = {
    flipped: comparison.flipped.slice(0, most),
    added: comparison.added.slice(0, most),
    removed: comparison.removed.slice(0, most),
    changed: comparison.changed.slice(0, most),
    regraded: comparison.regraded.slice(0, most),
    ungraded: comparison.ungraded.slice(0, most),
  };
  return {
    baseline: {
      ...{ path, evaluation, time, author },
      ...(commit !== undefined && { commit }),
      ...(message !== undefined && { message }),
      ...(partial && { partial }),
    },
    comparison: { ...comparison, ...lists },
    counts: countsOf(comparison),
    effect,
  };
}

/** @param comparison with its lists whole. */
export function countsOf(comparison: Comparison): ComparisonCounts {
  return {
    flipped: comparison.flipped.length,
    added: comparison.added.length,
    removed: comparison.removed.length,
    changed: comparison.changed.length,
    regraded: comparison.regraded.length,
    ungraded: comparison.ungraded.length,
  };
}
