import type { RunHeader } from "./types.js";

/** A run and how far below another one it stands. */
export interface NestedRun<Run> {
  readonly run: Run;
  readonly depth: number;
}

type Nestable = RunHeader & { readonly tags: Readonly<Record<string, string>> };

/** The ids of what a run was made inside of, the nearest first: the run that MLflow's own tag names, and the command. */
export function parentsOf(run: Nestable): string[] {
  const ids = [run.tags["mlflow.parentRunId"], run.commandId];
  return ids.flatMap((id) => (id === undefined || id === run.id ? [] : [id]));
}

/**
 * Puts runs below the run that they were made inside of, where that is among them; otherwise the order stays. Those below
 * one run stand in the order in which they began.
 */
export function nestRuns<Run extends Nestable>(runs: readonly Run[]): NestedRun<Run>[] {
  const ids = new Set<string>(runs.map(({ id }) => id));
  const below = new Map<string, Run[]>();
  const tops: Run[] = [];
  for (const run of runs) {
    const parent = parentsOf(run).find((id) => ids.has(id));
    if (parent === undefined) tops.push(run);
    else below.set(parent, [...(below.get(parent) ?? []), run]);
  }
  const nested: NestedRun<Run>[] = [];
  const seen = new Set<string>();
  const place = (run: Run, depth: number): void => {
    if (seen.has(run.id)) return;
    seen.add(run.id);
    nested.push({ run, depth });
    const inside = [...(below.get(run.id) ?? [])].sort(
      (a, b) => a.startTime - b.startTime || (a.id < b.id ? -1 : 1),
    );
    for (const child of inside) place(child, depth + 1);
  };
  for (const run of tops) place(run, 0);
  // Tags are anybody's: runs that name each other as their parents have no top.
  for (const run of runs) place(run, 0);
  return nested;
}
