import { suiteFileName } from "../suite-file-name.js";

export const baselineFolder = "evals/baselines";

/** Where a suite's baseline is kept, from the repository's top. */
export function baselinePath(suite: string): string {
  return `${baselineFolder}/${suiteFileName(suite)}.json`;
}
