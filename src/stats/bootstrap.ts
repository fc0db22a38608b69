import { normalCdf, normalQuantile } from "./distributions/normal.js";
import { studentQuantile } from "./distributions/student-t.js";
import { SeededRandom } from "./seeded-random.js";
import type { Interval } from "./types.js";
import type { UnitSums } from "./unit-sums.js";

/**
 * Interval of the mean over cases by drawing units again: bias-corrected and accelerated, with percentiles moved outwards as far as
 * Student's quantile is from the normal one, since percentiles of few units are too narrow.
 * @param data 2 units or more that are not all alike.
 * @see B. Efron, JASA 82 (1987) 171–185; T. Hesterberg, What Teachers Should Know About the Bootstrap, American Statistician 69 (2015)
 */
export function bootstrapInterval(
  data: UnitSums,
  confidence: number,
  resamples: number,
  seed: string,
): Interval {
  const { mean, units } = data;
  const shifts = drawShifts(data, resamples, new SeededRandom(seed));
  // Shifts that are 0 but for rounding count half on each side.
  const tie = 1e-12 * data.residuals.reduce((sum, residual) => Math.max(sum, Math.abs(residual)), 0);
  let below = 0;
  for (const shift of shifts) below += shift < -tie ? 1 : shift <= tie ? 0.5 : 0;
  const bias = normalQuantile(Math.min(Math.max(below, 1), resamples - 1) / resamples);
  const reach = Math.sqrt(units / (units - 1)) * studentQuantile((1 + confidence) / 2, units - 1);
  const acceleration = accelerationOf(data.residuals);
  const shareAt = (z: number): number => {
    const moved = bias + z;
    const slowed = 1 - acceleration * moved;
    // Beyond the pole of the correction there is nothing further out than the end.
    return slowed <= 0 ? (z < 0 ? 0 : 1) : normalCdf(bias + moved / slowed);
  };
  shifts.sort();
  return [mean + percentile(shifts, shareAt(-reach)), mean + percentile(shifts, shareAt(reach))];
}

/** How far the mean of each resample is off that of the data. */
function drawShifts(data: UnitSums, resamples: number, random: SeededRandom): Float64Array {
  const { residuals, counts, units } = data;
  const single = counts.every((count) => count === 1);
  const shifts = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    let sum = 0;
    let count = single ? units : 0;
    for (let drawn = 0; drawn < units; drawn++) {
      const place = random.below(units);
      sum += residuals[place] ?? 0;
      if (!single) count += counts[place] ?? 0;
    }
    shifts[resample] = sum / count;
  }
  return shifts;
}

/** A sixth of the skewness of the influence of the units. */
function accelerationOf(residuals: Float64Array): number {
  let squares = 0;
  let cubes = 0;
  for (const residual of residuals) {
    squares += residual * residual;
    cubes += residual * residual * residual;
  }
  return cubes / (6 * squares ** 1.5);
}

/** Between neighbours by their distance, n + 1 being the whole (Hyndman and Fan's type 6). */
function percentile(sorted: Float64Array, share: number): number {
  const place = Math.min(Math.max(share * (sorted.length + 1) - 1, 0), sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}
