import { fewestCases } from "../../stats/scoring/score-cases.js";
import type { Estimate } from "../../stats/types.js";
import type { GateResult } from "../gates.js";
import { neededText } from "./cases-needed.js";
import { estimateText, rangeText } from "./figure-text.js";

export interface Limits {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

type Decision = Pick<GateResult, "passed" | "inconclusive" | "threshold" | "reason">;

/**
 * Three-valued: passed where the whole interval keeps within the limits, failed where all of it is beyond one, else inconclusive, with the
 * number of cases that would probably decide it.
 */
export function byInterval(metric: string, estimate: Estimate, { min, max }: Limits): Decision {
  const { value, interval, units } = estimate;
  const wanted = `wanted ${rangeText(metric, min, max)}`;
  const threshold = min ?? max ?? null;
  const figure = estimateText(metric, value, interval);
  if (interval === undefined) {
    const reason = `${figure}, ${wanted}: ${noInterval(units)}`;
    return { passed: false, inconclusive: true, threshold, reason };
  }
  const [low, high] = interval;
  const beyond = [
    ...(min !== undefined && high < min ? [min] : []),
    ...(max !== undefined && low > max ? [max] : []),
  ];
  const [broken] = beyond;
  const told = `${figure}, ${wanted}`;
  if (broken !== undefined) return { passed: false, threshold: broken, reason: told };
  const crossed = [
    ...(min !== undefined && low < min ? [min] : []),
    ...(max !== undefined && high > max ? [max] : []),
  ];
  const [across] = crossed;
  if (across === undefined) return { passed: true, threshold, reason: told };
  const reason = `${told}: the interval reaches across; ${neededText(estimate, across)}`;
  return { passed: false, inconclusive: true, threshold: across, reason };
}

/** Of many cases a figure may lack one, too: where a model never predicts a class, resamples of F1 are all alike. */
function noInterval(units: number): string {
  if (units === 1) return "1 independent case is too few for an interval";
  if (units < fewestCases) return `${units} independent cases are too few for an interval`;
  return `${units} independent cases do not tell how sure it is`;
}
