/** A range that holds what was found and a tenth of its width on each side, at round numbers. */
export interface OutwardRange {
  readonly min: number;
  readonly max: number;
}

/**
 * @param whole whether the values are whole numbers. Values of one sign keep it, shares stay between 0 and 1.
 */
export function outwardRange(min: number, max: number, whole: boolean): OutwardRange {
  const span = max - min || Math.max(Math.abs(max), 1);
  const step = whole ? Math.max(1, roundStep(span / 5)) : roundStep(span / 5);
  const low = tidy(Math.floor((min - span / 10) / step) * step);
  const high = tidy(Math.ceil((max + span / 10) / step) * step);
  const isShare = !whole && min >= 0 && max <= 1 && max > 0.5;
  return {
    min: min >= 0 ? Math.max(0, low) : low,
    max: isShare ? Math.min(1, high) : min < 0 && max <= 0 ? Math.min(0, high) : high,
  };
}

/** The share of rows that may lack a value where so many do: 5 % for 0.6 %. @returns 0 to 1. */
export function outwardShare(share: number): number {
  const steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1];
  const wanted = Math.max(share * 1.5, share + 0.02);
  return steps.find((step) => step >= wanted) ?? 1;
}

/** 1, 2 or 5 times a power of ten, at most `value`. */
function roundStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [5, 2, 1].find((candidate) => candidate * power <= value * (1 + 1e-9)) ?? 1;
  return factor * power;
}

/** Without the noise of the last bits. */
function tidy(value: number): number {
  return Number(value.toPrecision(12)) || 0;
}
