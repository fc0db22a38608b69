import type { MessageText } from "./message-texts.js";

/** A message before and after. One side is absent where it was added or removed. */
export interface MessagePair {
  readonly before?: MessageText & { readonly index: number };
  readonly after?: MessageText & { readonly index: number };
  /** Whether it stands elsewhere among the others now. */
  readonly moved: boolean;
}

/** Beyond this many pairs of messages the table of the alignment would be too large, and they are paired by their places. */
const mostPairs = 1_000_000;

/**
 * Pairs the messages of two texts: equal ones first, then those of one role, in order. A message that is removed at one place
 * and added unchanged at another has moved.
 */
export function alignMessages(before: readonly MessageText[], after: readonly MessageText[]): MessagePair[] {
  const old = before.map((message, index) => ({ ...message, index }));
  const now = after.map((message, index) => ({ ...message, index }));
  const pairs =
    old.length * now.length > mostPairs || sameRoles(before, after) ? byPlace(old, now) : byScore(old, now);
  return joinMoved(pairs);
}

type Placed = MessageText & { readonly index: number };
type Pair = { readonly before?: Placed; readonly after?: Placed };

function sameRoles(before: readonly MessageText[], after: readonly MessageText[]): boolean {
  return before.length === after.length && before.every(({ role }, index) => role === after[index]?.role);
}

function byPlace(before: readonly Placed[], after: readonly Placed[]): Pair[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => {
    const [old, now] = [before[index], after[index]];
    return { ...(old && { before: old }), ...(now && { after: now }) };
  });
}

/** The alignment with the highest sum, by dynamic programming from the end. */
function byScore(before: readonly Placed[], after: readonly Placed[]): Pair[] {
  const width = after.length + 1;
  const best = new Float64Array((before.length + 1) * width);
  const at = (row: number, column: number): number => best[row * width + column] ?? 0;
  for (const old of [...before].reverse()) {
    for (const now of [...after].reverse()) {
      const paired = at(old.index + 1, now.index + 1) + score(old, now);
      best[old.index * width + now.index] = Math.max(
        paired,
        at(old.index + 1, now.index),
        at(old.index, now.index + 1),
      );
    }
  }
  const pairs: Pair[] = [];
  let [row, column] = [0, 0];
  while (row < before.length || column < after.length) {
    const [old, now] = [before[row], after[column]];
    const points = old && now ? score(old, now) : 0;
    if (old && now && points > 0 && at(row, column) === at(row + 1, column + 1) + points) {
      pairs.push({ before: old, after: now });
      row++;
      column++;
    } else if (old && (!now || at(row, column) === at(row + 1, column))) {
      pairs.push({ before: old });
      row++;
    } else if (now) {
      pairs.push({ after: now });
      column++;
    }
  }
  return pairs;
}

function score(before: MessageText, after: MessageText): number {
  if (before.role !== after.role) return 0;
  return before.text === after.text ? 3 : 1;
}

function joinMoved(pairs: readonly Pair[]): MessagePair[] {
  const gone = new Map<string, Placed[]>();
  const keyOf = ({ role, text }: MessageText): string => `${role}\n${text}`;
  for (const { before, after } of pairs) {
    if (before && !after) gone.set(keyOf(before), [...(gone.get(keyOf(before)) ?? []), before]);
  }
  const moved = new Set<Placed>();
  const joined = pairs.map((pair): MessagePair => {
    const former = !pair.before && pair.after ? gone.get(keyOf(pair.after))?.shift() : undefined;
    if (!former) return { ...pair, moved: false };
    moved.add(former);
    return { ...pair, before: former, moved: true };
  });
  return joined.filter(({ before, moved: whole }) => whole || !before || !moved.has(before));
}
