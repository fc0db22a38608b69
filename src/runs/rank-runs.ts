import { type Direction, isBetter } from "./metric-direction.js";

/** Something that is ranked by one value. */
export interface Ranked<Item> {
  /** From 1; equal values share a rank, and the next one leaves as many out: 1, 1, 3. */
  readonly rank: number;
  readonly item: Item;
  /** Whether another one has the same value. */
  readonly tied: boolean;
}

/** Best first; of equal values those that come first in `items` stay first. NaN is last. */
export function rankBy<Item>(
  items: readonly Item[],
  valueIn: (item: Item) => number,
  direction: Direction,
): Ranked<Item>[] {
  const sorted = [...items].sort((a, b) => {
    const [left, right] = [valueIn(a), valueIn(b)];
    if (isBetter(left, right, direction)) return -1;
    return isBetter(right, left, direction) ? 1 : 0;
  });
  const counts = new Map<number, number>();
  for (const item of sorted) counts.set(valueIn(item), (counts.get(valueIn(item)) ?? 0) + 1);
  const ranks = new Map<number, number>();
  return sorted.map((item, index) => {
    const value = valueIn(item);
    const rank = ranks.get(value) ?? index + 1;
    ranks.set(value, rank);
    return { rank, item, tied: (counts.get(value) ?? 0) > 1 };
  });
}
