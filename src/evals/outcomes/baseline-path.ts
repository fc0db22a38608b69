import { suiteFileName } from "../suite-file-name.js";

/** From the repository's top. */
export const baselineFolder = "evals/baselines";

/** Where a suite's baseline is kept, from the repository's top. */
export function baselinePath(suite: string): string {
  return `${baselineFolder}/${suiteFileName(suite)}.json`;
}
