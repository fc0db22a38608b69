import { timestamp } from "../../core/format-time.js";
import type { CheckedData, CheckedPart } from "../../drift/checked.js";

/** A check as `--json` has it. */
export function checkDocument(checked: CheckedData): Readonly<Record<string, unknown>> {
  const { id, monitor, started, data, profileOf, baseline, git, report } = checked;
  const { windows, segments, performance, multivariate } = checked;
  return {
    id,
    monitor,
    verdict: report.verdict,
    reason: report.reason,
    started: timestamp(started),
    data,
    ...(profileOf && { profileOf }),
    baseline,
    git: { commit: git.commit ?? null, dirty: git.dirty },
    rows: report.rows,
    columns: report.columns,
    alerts: report.alerts ?? [],
    notes: report.notes ?? [],
    ...(windows && {
      windows: windows.parts.map(({ label, until, ...part }) => ({
        column: windows.column,
        start: label,
        end: until,
        ...partDocument(part),
      })),
    }),
    ...(segments && {
      segments: segments.flatMap(({ column, against, parts }) =>
        parts.map(({ label, ...part }) => ({ column, value: label, against, ...partDocument(part) })),
      ),
    }),
    ...(performance && { performance }),
    ...(multivariate && { multivariate }),
  };
}

function partDocument({ rows, verdict, reason, columns }: Omit<CheckedPart, "label" | "until">) {
  return { rows, verdict, reason, columns };
}
