import { changedPaths, type DiffedPath } from "../../git/changed-paths.js";
import type { Git } from "../../git/git.js";
import { codeState } from "../../runs/compare/run-facts.js";
import type { RunId } from "../../runs/types.js";
import type { WholeRun } from "../../runs/whole-run.js";

/** How the code of some runs differs from the first run's. */
export interface CodeChange {
  /** Runs of one and the same state of the code. */
  readonly runs: readonly RunId[];
  /** A commit, a snapshot's too. */
  readonly commit: string;
  /** Absent where git does not have both commits in this clone. */
  readonly paths?: readonly DiffedPath[];
}

export interface CodeComparison {
  readonly changes: readonly CodeChange[];
  /** States of the code beyond those that were looked at. */
  readonly leftOut: number;
  /** Runs of a changed tree of which no snapshot was kept, so that their code is not what the commit says. */
  readonly unknown: readonly RunId[];
}

/** Compares snapshots where there are some, else commits. @param limit how many states of the code are looked at. */
export async function compareCode(git: Git, runs: readonly WholeRun[], limit = 8): Promise<CodeComparison> {
  const [first] = runs;
  const base = first && codeState(first);
  const states = new Map<string, RunId[]>();
  for (const run of runs) {
    const state = codeState(run);
    if (state !== undefined && state !== base) states.set(state, [...(states.get(state) ?? []), run.id]);
  }
  const looked = [...states].slice(0, limit);
  const changes = await Promise.all(
    looked.map(async ([commit, ids]) => {
      const paths = base === undefined ? undefined : await changedPaths(git, base, commit);
      return { runs: ids, commit, ...(paths && { paths }) };
    }),
  );
  const unknown = runs.filter(({ git: at, context }) => at.dirty && context.code?.snapshot === undefined);
  return { changes, leftOut: states.size - looked.length, unknown: unknown.map(({ id }) => id) };
}
