import { countOf, formatCount } from "../core/format-bytes.js";
import { describeShift, describeStill } from "./describe-shift.js";
import { worstVerdict } from "./distance.js";
import type { MonitorColumn } from "./monitor.js";
import type { ColumnProfile } from "./profile.js";
import { isNumeric, valuesIn } from "./profile-counts.js";
import { isUntold, leastInCell } from "./redact-numeric.js";
import { topicDrift } from "./topic-mix.js";
import type { ColumnChange, ColumnDrift, DriftTest, DriftVerdict } from "./verdict.js";

/** A column after its tests are corrected and its changes judged. */
export interface JudgedParts {
  readonly column: MonitorColumn;
  readonly baseline: ColumnProfile;
  /** Absent where the column is gone or cannot be profiled any more. */
  readonly current?: ColumnProfile;
  readonly isRedacted: boolean;
  /** Whether it holds labels that have not come yet. */
  readonly isAwaited: boolean;
  readonly tests: readonly DriftTest[];
  readonly changes: readonly ColumnChange[];
  readonly leastRows: number;
}

/** The verdict of a column and why. */
export function judgeColumn(parts: JudgedParts): ColumnDrift {
  const { column, current, tests, changes } = parts;
  const { verdict: moved, reason } = testVerdict(parts);
  const claims = changes.filter((change) => change.verdict === "drift" || change.verdict === "warning");
  const claimed = worstVerdict([moved, ...claims.map((change) => change.verdict)]);
  const worst = claims.filter((change) => change.verdict === claimed).map(({ message }) => message);
  const reasons =
    moved === claimed && moved !== "ok" ? [reason, ...worst] : worst.length > 0 ? worst : [reason];
  return {
    name: column.name,
    kind: column.kind,
    role: column.role,
    verdict: claimed,
    reason: reasons.join("; "),
    rows: current?.rows ?? 0,
    tests,
    changes,
    ...topicsOf(parts),
  };
}

function topicsOf({ baseline, current }: JudgedParts): Pick<ColumnDrift, "topics"> {
  if (baseline.kind !== "text" || current?.kind !== "text") return {};
  const topics = topicDrift(baseline, current);
  return topics === undefined ? {} : { topics };
}

function testVerdict(parts: JudgedParts): { readonly verdict: DriftVerdict; readonly reason: string } {
  const { column, baseline, current, tests, leastRows } = parts;
  if (parts.isAwaited) return { verdict: "inconclusive", reason: "there are no labels yet" };
  if (current === undefined) return { verdict: "ok", reason: "" };
  const counts = [valuesIn(baseline), valuesIn(current)] as const;
  const fewest = Math.min(...counts);
  if (fewest < leastRows) {
    const where = counts[1] <= counts[0] ? "" : " in the baseline";
    const reason = `${countOf(fewest, "value")}${where}: fewer than ${formatCount(leastRows)} say nothing`;
    return { verdict: "inconclusive", reason };
  }
  if (column.role === "timestamp") return { verdict: "ok", reason: "time moves on; it is not compared" };
  const deciding = tests.filter((test) => test.deciding);
  if (deciding.length === 0) {
    if (isNumeric(current) && isUntold(current)) {
      const reason = `it is redacted, and a part of the data has fewer than ${leastInCell} values, which are not kept`;
      return { verdict: "inconclusive", reason };
    }
    return { verdict: "inconclusive", reason: "none of the deciding tests can be made from its profile" };
  }
  const shift = { name: column.name, baseline, current, tests, isRedacted: parts.isRedacted };
  return deciding.every((test) => test.drifted)
    ? { verdict: "drift", reason: describeShift(shift) }
    : { verdict: "ok", reason: describeStill(shift) };
}
