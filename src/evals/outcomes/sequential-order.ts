import { compareBytes } from "../../core/byte-order.js";
import { sha256Of } from "../../core/sha256.js";
import type { EvalCase } from "../types.js";
import { unitOf } from "./unit-of.js";

/** Cases that count as one: a cluster, or a test with all of its prompts, providers and repeats. */
export type SequentialUnit = readonly EvalCase[];

/**
 * Units in a random order that a seed decides: each by the SHA-256 of the seed and its name, so that it stands where it stands whatever else the
 * suite holds. Within a unit the suite's order is kept.
 * @param cases in the suite's order. @param most units that would take the number of cases above this are left, with all that follow.
 */
export function sequentialOrder(
  cases: readonly EvalCase[],
  seed: string,
  most = Number.POSITIVE_INFINITY,
): readonly SequentialUnit[] {
  const units = new Map<string, EvalCase[]>();
  for (const item of cases) {
    const name = unitOf(item.test);
    const unit = units.get(name);
    if (unit === undefined) units.set(name, [item]);
    else unit.push(item);
  }
  const sorted = [...units]
    .map(([name, unit]) => ({ unit, place: `${sha256Of(`${seed}\0${name}`)}${name}` }))
    .sort((a, b) => compareBytes(a.place, b.place));
  const taken: SequentialUnit[] = [];
  let count = 0;
  for (const { unit } of sorted) {
    count += unit.length;
    if (count > most) break;
    taken.push(unit);
  }
  return taken;
}
