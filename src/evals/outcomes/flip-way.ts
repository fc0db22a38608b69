import type { FlippedCase } from "./types.js";

/** Which way a case went whose outcome differs. */
export type FlipWay = "regressed" | "improved";

/** By the share of the graded repeats that passed. */
export function flipWay({ before, after }: Pick<FlippedCase, "before" | "after">): FlipWay {
  return after < before ? "regressed" : "improved";
}
