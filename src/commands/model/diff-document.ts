import type { DiffedPath } from "../../git/changed-paths.js";
import {
  type ComparedVersion,
  isSameVersion,
  type VersionComparison,
} from "../../registry/models/compare-versions.js";
import { evaluationDocument } from "./evaluation-document.js";

/** A comparison with what git says of the code between the two commits. */
export interface Compared {
  readonly versions: readonly [ComparedVersion, ComparedVersion];
  readonly comparison: VersionComparison;
  /** Absent where nothing is known, or the commits are the same. */
  readonly code?: readonly DiffedPath[];
}

/** The JSON of `model diff`: lists of values hold the first version's, then the second's, null where one has none. */
export function diffDocument({ versions, comparison, code }: Compared): Record<string, unknown> {
  const { files, metrics, evaluations, ...rows } = comparison;
  return {
    same: isSameVersion(comparison),
    versions: versions.map(({ record: { name, version, digest, author, time, message } }) => {
      return { name, version, record: digest, author, time, message };
    }),
    files: files.map(({ path, change, before, after }) => {
      return { path, change, before: before ?? null, after: after ?? null };
    }),
    metrics: metrics.map(({ key, direction, values, deltas: [, delta], differs }) => ({
      key,
      direction: direction ?? null,
      values: values.map((value) => value?.value ?? null),
      difference: delta?.absolute ?? null,
      relative: delta?.relative ?? null,
      better: delta?.better ?? null,
      differs,
    })),
    evaluations: evaluations.map(({ suite, found }) => {
      return { suite, found: found.map((one) => (one === undefined ? null : evaluationDocument(one))) };
    }),
    ...Object.fromEntries(Object.entries(rows).map(([name, list]) => [name, list.map(rowDocument)])),
    code: code ?? null,
  };
}

function rowDocument({ key, values, differs }: VersionComparison["facts"][number]): Record<string, unknown> {
  return { key, values: values.map((value) => value ?? null), differs };
}
