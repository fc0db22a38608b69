import { distanceOf, isAtLeast } from "./distance.js";
import type { ColumnDrift, DriftReport, DriftVerdict } from "./verdict.js";

/** A state of the data in history, and how it compares with the baseline. */
export interface AttributedStep {
  readonly commit: string;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly author: string;
  readonly subject: string;
  /** Undefined where the data were not there. */
  readonly sha256?: string;
  readonly verdict?: DriftVerdict;
  readonly rows?: number;
  /** How far the farthest column is, as a multiple of what would be drift. */
  readonly distance?: number;
  readonly column?: string;
  /** Why nothing could be said of it. */
  readonly problem?: string;
}

export interface Attribution {
  /** The first is the state at the beginning, before any of the others. */
  readonly steps: readonly AttributedStep[];
  /** The commit that moved the data; undefined where none did. */
  readonly moved?: AttributedStep;
  readonly reason: string;
}

/** What a report says of the farthest column, or of one that is named. */
export function stepOf(
  report: DriftReport,
  column: string | undefined,
): Pick<AttributedStep, "verdict" | "rows" | "distance" | "column"> {
  const found: ColumnDrift | undefined =
    column === undefined ? report.columns[0] : report.columns.find(({ name }) => name === column);
  const verdict = column === undefined ? report.verdict : found?.verdict;
  return {
    ...(verdict !== undefined && { verdict }),
    rows: report.rows.current,
    ...(found && { distance: distanceOf(found), column: found.name }),
  };
}

/**
 * Names the commit that moved the data: the last one at which they turned from no drift to drift and stayed so; where they always or never
 * drifted, the one at which the distance rose most, if by as much as would be drift.
 * @param steps the state at the beginning, then every commit that changed the data, in order.
 */
export function attributeSteps(steps: readonly AttributedStep[]): Attribution {
  const known = steps.filter(({ verdict }) => verdict !== undefined);
  const last = known.at(-1);
  const turns = known.filter(
    ({ verdict }, place) => place > 0 && verdict === "drift" && known[place - 1]?.verdict !== "drift",
  );
  const turn = turns.at(-1);
  if (turn !== undefined && last?.verdict === "drift") {
    return { steps, moved: turn, reason: "the data drift since then" };
  }
  const rises = known
    .map((step, place) => ({
      step,
      rise: place === 0 ? 0 : (step.distance ?? 0) - (known[place - 1]?.distance ?? 0),
    }))
    .sort((a, b) => b.rise - a.rise);
  const [farthest] = rises;
  if (farthest !== undefined && farthest.rise >= 1) {
    const wasBefore = known[0]?.verdict !== undefined && isAtLeast(known[0].verdict, "drift");
    const reason = wasBefore
      ? "the data drifted before, and moved most there"
      : "the data moved most there, and do not drift any more";
    return { steps, moved: farthest.step, reason };
  }
  const drifts = last?.verdict === "drift";
  return {
    steps,
    reason: drifts
      ? "the data drift at the beginning already, and no commit moved them much"
      : "no commit moved the data",
  };
}
