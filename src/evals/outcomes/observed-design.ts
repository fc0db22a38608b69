import { passShare } from "./compare-metrics.js";
import type { CaseOutcome } from "./types.js";
import { unitOf } from "./unit-of.js";

/** How cases hang together, for a plan of how many are needed. */
export interface ObservedDesign {
  /** Cases that could be graded, each with its repeats. */
  readonly cases: number;
  /** Independent ones among them. */
  readonly units: number;
  /** Pass rate; undefined of no case. */
  readonly rate?: number;
  /** Cases in the cluster of a case, on the mean; 1 where none share one. */
  readonly clusterSize: number;
  /** Intraclass correlation of passing, 0 to 1; 1 where it cannot be told. */
  readonly icc: number;
}

/**
 * The intraclass correlation is the analysis of variance's, from the variances between and within clusters.
 * @see A. Donner, International Statistical Review 54 (1986) 67–82
 */
export function observedDesign(outcomes: readonly CaseOutcome[]): ObservedDesign {
  const units = new Map<string, number[]>();
  let [cases, passed] = [0, 0];
  for (const outcome of outcomes) {
    if (outcome.graded === 0) continue;
    const [name, share] = [unitOf(outcome), passShare(outcome)];
    const unit = units.get(name);
    if (unit === undefined) units.set(name, [share]);
    else unit.push(share);
    cases++;
    passed += share;
  }
  if (cases === 0) return { cases: 0, units: 0, clusterSize: 1, icc: 1 };
  const rate = passed / cases;
  const clusters = [...units.values()];
  const squares = clusters.reduce((sum, { length }) => sum + length ** 2, 0);
  const known = { cases, units: clusters.length, rate, clusterSize: squares / cases };
  return { ...known, icc: correlation(clusters, cases, rate, squares) };
}

function correlation(clusters: readonly number[][], cases: number, mean: number, squares: number): number {
  const count = clusters.length;
  if (count < 2 || cases <= count) return 1;
  let [between, within] = [0, 0];
  for (const values of clusters) {
    const own = values.reduce((sum, value) => sum + value, 0) / values.length;
    between += values.length * (own - mean) ** 2;
    for (const value of values) within += (value - own) ** 2;
  }
  const [across, inside] = [between / (count - 1), within / (cases - count)];
  const size = (cases - squares / cases) / (count - 1);
  const whole = across + (size - 1) * inside;
  return whole <= 0 ? 1 : Math.min(1, Math.max(0, (across - inside) / whole));
}
