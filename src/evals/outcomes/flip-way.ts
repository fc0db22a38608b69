import type { FlippedCase } from "./types.js";

/** Which way a case went whose outcome differs. */
export type FlipWay = "regressed" | "improved";

export function flipWay({ before, after }: Pick<FlippedCase, "before" | "after">): FlipWay {
  return after < before ? "regressed" : "improved";
}
