import { metricWorth } from "./metric-direction.js";
import type { RunSummary } from "./types.js";

/** A metric or parameter that is worth a column. */
export interface TellingKey {
  readonly entity: "metric" | "param";
  readonly key: string;
}

/**
 * The metrics and parameters that tell these runs apart, the most telling first: those that differ, by how many of the
 * runs have them and how many values they take; metrics and parameters take turns. Of a single run all tell.
 */
export function tellingKeys(runs: readonly RunSummary[]): TellingKey[] {
  const metrics = ranked(
    runs,
    (run) => Object.entries(run.metrics).map(([key, { value }]) => [key, String(value)]),
    metricWorth,
  );
  const params = ranked(
    runs,
    (run) => Object.entries(run.params),
    () => 0,
  );
  const turns: TellingKey[] = [];
  for (let turn = 0; turn < Math.max(metrics.length, params.length); turn++) {
    const [metric, param] = [metrics[turn], params[turn]];
    if (metric !== undefined) turns.push({ entity: "metric", key: metric });
    if (param !== undefined) turns.push({ entity: "param", key: param });
  }
  return turns;
}

/** So many different values tell as much as more of them. */
const mostKinds = 8;

function ranked(
  runs: readonly RunSummary[],
  entriesOf: (run: RunSummary) => readonly (readonly [string, string])[],
  worthOf: (key: string) => number,
): string[] {
  const seen = new Map<string, { count: number; kinds: Set<string> }>();
  for (const run of runs) {
    for (const [key, value] of entriesOf(run)) {
      const before = seen.get(key);
      if (before === undefined) seen.set(key, { count: 1, kinds: new Set([value]) });
      else {
        before.count++;
        if (before.kinds.size < mostKinds) before.kinds.add(value);
      }
    }
  }
  return [...seen]
    .filter(([, { kinds, count }]) => kinds.size > 1 || count < runs.length || runs.length === 1)
    .map(([key, { count, kinds }]) => ({
      key,
      rank: [Number(kinds.size > 1), count, worthOf(key), kinds.size],
    }))
    .sort((a, b) => compareRanks(b.rank, a.rank) || (a.key < b.key ? -1 : 1))
    .map(({ key }) => key);
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((value, index) => value !== b[index]);
  return place === -1 ? 0 : (a[place] ?? 0) - (b[place] ?? 0);
}
