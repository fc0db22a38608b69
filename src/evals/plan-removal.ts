/** What a removal has to know of an evaluation. */
export interface RemovableEvaluation {
  readonly id: string;
  readonly suite: string;
  /** Epoch milliseconds. */
  readonly started: number;
  readonly running: boolean;
}

/** Which evaluations may go; of several conditions all have to hold. */
export interface RemovalPolicy {
  /** Those that began before. Epoch milliseconds. */
  readonly before?: number;
  /** All but so many of each suite, the latest ones. */
  readonly keep?: number;
}

/** Chooses what goes by a policy. One that is running stays, and is none of those that are kept. */
export function planRemoval<T extends RemovableEvaluation>(
  evaluations: readonly T[],
  { before = Number.POSITIVE_INFINITY, keep = 0 }: RemovalPolicy,
): readonly T[] {
  const kept = new Map<string, number>();
  const latestFirst = evaluations
    .filter(({ running }) => !running)
    .toSorted((a, b) => b.started - a.started || (a.id < b.id ? 1 : -1));
  return latestFirst.filter(({ suite, started }) => {
    const place = kept.get(suite) ?? 0;
    kept.set(suite, place + 1);
    return place >= keep && started < before;
  });
}
