import { compareBytes } from "../core/byte-order.js";
import { compareValues } from "./metric-order.js";

/** A metric as a comparison needs it: its value at the end and how it came to it. */
export interface MetricHistory {
  readonly latest: number;
  /** Points in any order; when they were logged does not count. */
  readonly points: readonly { readonly step: number; readonly value: number }[];
}

/** A metric of a run and what a second run logged under the same key. */
export interface MetricAgreement {
  readonly key: string;
  /** The latest values; null where the key was not logged. */
  readonly recorded: number | null;
  readonly now: number | null;
  /** `now − recorded`; null where one is missing. */
  readonly difference: number | null;
  /** Whether the latest values are equal within the tolerance. */
  readonly within: boolean;
  /** Whether both logged the same values at the same steps. */
  readonly sameHistory: boolean;
}

/** Differences up to this are none, however small the values are. */
const absoluteTolerance = 1e-12;

/**
 * Sets the metrics of two runs side by side, by key.
 * @param tolerance relative, to the larger of the two magnitudes.
 */
export function metricAgreements(
  recorded: ReadonlyMap<string, MetricHistory>,
  now: ReadonlyMap<string, MetricHistory>,
  tolerance: number,
): MetricAgreement[] {
  const keys = [...new Set([...recorded.keys(), ...now.keys()])].sort(compareBytes);
  return keys.map((key) => {
    const [then, here] = [recorded.get(key), now.get(key)];
    const both = then !== undefined && here !== undefined;
    return {
      key,
      recorded: then?.latest ?? null,
      now: here?.latest ?? null,
      difference: both ? here.latest - then.latest : null,
      within: both && isWithin(then.latest, here.latest, tolerance),
      sameHistory: both && isSameHistory(then, here),
    };
  });
}

/** Whether two values are equal up to a relative tolerance. NaN equals NaN, an infinity equals itself. */
function isWithin(a: number, b: number, tolerance: number): boolean {
  if (sameValue(a, b)) return true;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  return Math.abs(a - b) <= Math.max(tolerance * Math.max(Math.abs(a), Math.abs(b)), absoluteTolerance);
}

function isSameHistory(a: MetricHistory, b: MetricHistory): boolean {
  if (a.points.length !== b.points.length) return false;
  const [one, other] = [inOrder(a), inOrder(b)];
  return one.every((point, index) => {
    const twin = other[index];
    return twin !== undefined && point.step === twin.step && sameValue(point.value, twin.value);
  });
}

function sameValue(a: number, b: number): boolean {
  return Object.is(a, b) || a === b;
}

/** By step, then by value: points of one step may have been logged in any order. */
function inOrder({ points }: MetricHistory): MetricHistory["points"] {
  return [...points].sort((a, b) => a.step - b.step || compareValues(a.value, b.value));
}
