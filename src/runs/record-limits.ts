import { formatCount } from "../core/format-bytes.js";

// What a run may record: no more than a bundle of it may carry, or it could never be shared.

/** Most characters of the key of a metric, a parameter or a tag. */
export const longestKey = 1_000;

/** Most characters of the value of a parameter or a tag, and of any other text: as much as MLflow has for the profile of a data set. */
export const longestText = 2 ** 24;

/** Why a text may not be such a key, worded to follow it (`is empty`); `undefined` if it may. */
export function keyProblem(key: string): string | undefined {
  if (key === "") return "is empty";
  return key.length > longestKey ? `is longer than ${formatCount(longestKey)} characters` : undefined;
}

/** Why a text may not be a value of such a key, worded to follow it; `undefined` if it may. */
export function valueProblem(value: string): string | undefined {
  return value.length > longestText ? `is longer than ${formatCount(longestText)} characters` : undefined;
}
