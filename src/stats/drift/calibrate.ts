/** A prediction of a time when the truth was known. */
export interface Judged {
  /** What the model said, as a chance. */
  readonly said: number;
  /** Whether it came true. */
  readonly true: boolean;
}

interface Block {
  readonly from: number;
  to: number;
  sum: number;
  count: number;
}

/**
 * Turns what a model says into chances that held in the past: isotonic regression, between its steps by their distance, as scikit-learn's
 * `IsotonicRegression(out_of_bounds="clip")`.
 * @throws {RangeError} if there is nothing to learn from, or a number is not finite.
 */
export function calibrate(judged: readonly Judged[]): (said: number) => number {
  if (judged.length === 0 || !judged.every(({ said }) => Number.isFinite(said)))
    throw new RangeError("calibration needs predictions with finite numbers");
  const sorted = [...judged].sort((a, b) => a.said - b.said);
  const blocks: Block[] = [];
  for (const { said, true: isTrue } of sorted) {
    const last = blocks[blocks.length - 1];
    if (last !== undefined && last.from === said) {
      last.sum += Number(isTrue);
      last.count++;
    } else blocks.push({ from: said, to: said, sum: Number(isTrue), count: 1 });
  }
  const rising: Block[] = [];
  for (const block of blocks) {
    let merged = block;
    for (let last = rising[rising.length - 1]; last !== undefined; last = rising[rising.length - 1]) {
      if (last.sum * merged.count < merged.sum * last.count) break;
      merged = {
        from: last.from,
        to: merged.to,
        sum: last.sum + merged.sum,
        count: last.count + merged.count,
      };
      rising.pop();
    }
    rising.push(merged);
  }
  const levels = rising.map(({ sum, count }) => sum / count);
  return (said) => {
    const place = firstReaching(rising, said);
    const [block, before] = [rising[place], rising[place - 1]];
    if (block === undefined) return levels[levels.length - 1] ?? 0;
    const level = levels[place] ?? 0;
    if (said >= block.from || before === undefined) return level;
    const low = levels[place - 1] ?? 0;
    return low + ((level - low) * (said - before.to)) / (block.from - before.to);
  };
}

/** The place of the first block that ends at a number or above it. */
function firstReaching(blocks: readonly Block[], said: number): number {
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.to ?? 0) >= said) high = middle;
    else low = middle + 1;
  }
  return low;
}
