import { MlxError, type Problem } from "../../core/errors.js";
import { countOf } from "../../core/format-bytes.js";
import { closest } from "../../core/suggest.js";
import { displayPath } from "../../core/visible-text.js";
import type { DriftBaseline } from "../../drift/baseline.js";
import type { DriftMonitor } from "../../drift/monitor.js";
import type { DataProfile } from "../../drift/profile.js";

/** Columns that a monitor looks at otherwise than a baseline was taken: nothing could be said of them. */
export function fitProblems({ columns, locateColumn }: DriftMonitor, profile: DataProfile): Problem[] {
  const known = new Map(profile.columns.map((column) => [column.name, column]));
  return columns.flatMap(({ name, kind, redact, ignored }): Problem[] => {
    const before = known.get(name);
    const problem = (message: string) => [
      { ...locateColumn(name), message: `columns.${displayPath(name)}: ${message}` },
    ];
    if (ignored) return [];
    if (before === undefined) {
      const meant = closest(name, known.keys());
      const hint = meant === undefined ? "" : `; did you mean ${displayPath(meant)}?`;
      return problem(`the baseline has no such column${hint}`);
    }
    const { kind: taken } = before.profile;
    if (kind !== taken) return problem(`kind is ${kind}, and the baseline took it for ${taken}`);
    if (redact !== undefined && redact !== before.redact)
      return problem(`redact is ${redact}, and the baseline was taken with ${before.redact ?? "its values"}`);
    return [];
  });
}

/** @throws {MlxError} `MLX_INVALID_MONITOR`, exit 2, with the place of each problem. */
export function requireFit(monitor: DriftMonitor, baseline: DriftBaseline): void {
  const problems = fitProblems(monitor, baseline.profile);
  const [first, second] = problems;
  if (first === undefined) return;
  const { file, line, column, message } = first;
  const all = `${displayPath(file)} does not fit its baseline: ${countOf(problems.length, "problem")}`;
  throw new MlxError("MLX_INVALID_MONITOR", second === undefined ? message : all, {
    hint: `correct it, or take the baseline again: mlx drift baseline ${displayPath(baseline.name)} --force`,
    exitCode: 2,
    at: { file, line, column },
    problems,
  });
}
