import type { Examination } from "./examine.js";

/** `penguins: 14 of 18 in place, 3 missing, 1 in part`. */
export function headline({ name, counts }: Examination): string {
  const { ok, partly, missing } = counts;
  const all = ok + partly + missing;
  if (missing + partly === 0) return `${name}: all ${all} in place`;
  const lacking = [
    ...(missing > 0 ? [`${missing} missing`] : []),
    ...(partly > 0 ? [`${partly} in part`] : []),
  ];
  return `${name}: ${ok} of ${all} in place, ${lacking.join(", ")}`;
}
