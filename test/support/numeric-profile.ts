import { NumericScan } from "../../src/drift/numeric-scan.js";
import type { NumericProfile } from "../../src/drift/profile.js";

/** The profile of finite numbers, on the knots of another where that is given. */
export function numericProfileOf(
  values: readonly number[],
  on?: Pick<NumericProfile, "knots">,
): NumericProfile {
  const sorted = Float64Array.from(values).sort();
  const largest = Math.max(Math.abs(sorted[0] ?? 0), Math.abs(sorted[sorted.length - 1] ?? 0));
  const scan = new NumericScan({
    count: sorted.length,
    largest,
    ...(on !== undefined && { knots: on.knots.map(([value]) => value) }),
  });
  scan.add(sorted);
  const none = { nulls: 0, nan: 0, positiveInfinity: 0, negativeInfinity: 0 };
  return { kind: "numeric", rows: values.length, ...none, ...scan.figures() };
}
