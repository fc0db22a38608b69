import type { Thresholds } from "./monitor.js";
import type { DriftTest, DriftTestName } from "./verdict.js";

/** What a test found, before it is known what decides. */
export interface Finding extends Pick<DriftTest, "of"> {
  readonly statistic: number;
  readonly pValue?: number;
  readonly effect?: number;
  readonly bounds?: readonly [low: number, high: number];
  /** Instead of the monitor's. */
  readonly threshold?: number;
}

/**
 * A test as it is reported: with a p-value it has found drift at or below its level, else at or above its threshold. Nothing where
 * numbers overflow.
 */
export function testOf(name: DriftTestName, finding: Finding, thresholds: Thresholds): DriftTest[] {
  const { threshold = thresholds[name], of, statistic, pValue, effect, bounds } = finding;
  if (![statistic, pValue ?? 0, effect ?? 0, ...(bounds ?? [])].every(Number.isFinite)) return [];
  const drifted = pValue !== undefined ? pValue <= threshold : (effect ?? statistic) >= threshold;
  return [
    {
      name,
      ...(of !== undefined && { of }),
      statistic,
      ...(pValue !== undefined && { pValue }),
      ...(effect !== undefined && { effect }),
      ...(bounds !== undefined && { bounds }),
      threshold,
      drifted,
      deciding: false,
    },
  ];
}
