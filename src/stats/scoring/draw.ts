/** How often each case counts: once each in the data themselves, as often as it was drawn in a resample. */
export interface Draw {
  /** A whole number, 0 or more, for each case. */
  readonly weights: Uint32Array;
  /** Differs between draws, so that what several metrics need is counted once. */
  readonly number: number;
}

/** The data themselves. */
export function wholeDraw(n: number): Draw {
  return { weights: new Uint32Array(n).fill(1), number: -1 };
}
