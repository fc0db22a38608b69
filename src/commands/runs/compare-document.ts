import type { CodeComparison } from "../../app/runs/compare-code.js";
import type { RunComparison } from "../../runs/compare/compare-runs.js";
import type { ComparedRow } from "../../runs/compare/compared-row.js";
import { runDocument } from "./run-document.js";

/** A comparison with what git says of it. */
export interface Compared {
  readonly comparison: RunComparison;
  readonly code: CodeComparison;
  /** What each run was chosen by, where that was a revision. */
  readonly revisions: readonly (string | undefined)[];
}

/** The JSON of `runs compare`: lists of values hold one a run, null where a run has none. */
export function compareDocument({ comparison, code, revisions }: Compared): Record<string, unknown> {
  const { runs, params, metrics, data, outputs, environment, packages, otherVariables } = comparison;
  return {
    runs: runs.map((run, index) => ({
      ...runDocument(run),
      revision: revisions[index] ?? null,
      durationSeconds: run.endTime === undefined ? null : (run.endTime - run.startTime) / 1000,
      snapshot: run.context.code?.snapshot?.commit ?? null,
    })),
    params: params.map(rowDocument),
    metrics: metrics.map(({ key, direction, values, deltas, best, differs }) => ({
      key,
      direction: direction ?? null,
      values: values.map((value) => value?.value ?? null),
      steps: values.map((value) => value?.step ?? null),
      deltas: deltas.map((delta) =>
        delta
          ? { absolute: delta.absolute, relative: delta.relative ?? null, better: delta.better ?? null }
          : null,
      ),
      best: best.flatMap((index) => runs[index]?.id ?? []),
      differs,
    })),
    data: data.map(rowDocument),
    outputs: outputs.map(rowDocument),
    code: {
      changes: code.changes.map(({ paths, ...change }) => ({ ...change, paths: paths ?? null })),
      leftOut: code.leftOut,
      unknown: code.unknown,
    },
    environment: environment.map(rowDocument),
    packages: packages.map(rowDocument),
    otherVariables: otherVariables.map(rowDocument),
  };
}

function rowDocument({ key, values, differs }: ComparedRow): Record<string, unknown> {
  return { key, values: values.map((value) => value ?? null), differs };
}
