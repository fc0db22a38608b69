import { compareBytes } from "../core/byte-order.js";
import { sha256Of } from "../core/sha256.js";
import type { CategoricalProfile } from "./profile.js";

export type CategoryCounts = readonly (readonly [value: string, count: number])[];

/** Most values that a profile lists. */
export const mostCategories = 200;

interface CountedOnBaseline extends Pick<CategoricalProfile, "kind" | "rows" | "nulls" | "other"> {
  /** Values of the baseline that come, in any order. */
  readonly top: CategoryCounts;
  /** Values that it does not list, at least those whose SHA-256 is least. */
  readonly fresh: CategoryCounts;
}

/**
 * A profile on a baseline's values. The number of different values is exact up to 200 that the baseline does not list; beyond, it is
 * estimated by the 200th least digest, so that shards add up to the same number as the whole.
 * @see Bar-Yossef et al., Counting Distinct Elements in a Data Stream (2002)
 */
export function categoricalOnBaseline({ top, fresh, ...counts }: CountedOnBaseline): CategoricalProfile {
  const byDigest = fresh
    .map((pair) => ({ pair, digest: sha256Of(pair[0]) }))
    .sort((a, b) => compareBytes(a.digest, b.digest))
    .slice(0, mostCategories);
  const last = byDigest.length < mostCategories ? undefined : byDigest.at(-1)?.digest;
  const others =
    last === undefined
      ? byDigest.length
      : Math.round((mostCategories - 1) / (Number.parseInt(last.slice(0, 13), 16) / 2 ** 52));
  return {
    ...counts,
    distinct: top.length + others,
    top: [...top].sort(byCount),
    fresh: byDigest.map(({ pair }) => pair).sort((a, b) => compareBytes(a[0], b[0])),
  };
}

/** The commonest first, then by bytes. */
export function byCount(a: readonly [string, number], b: readonly [string, number]): number {
  return b[1] - a[1] || compareBytes(a[0], b[0]);
}
