import type { CaseOutcome } from "./types.js";

/**
 * What a case is independent of everything else with: its cluster, else its test, which may be asked of several prompts and providers. A cluster
 * may be called as a test is.
 */
export function unitOf({ id, cluster }: Pick<CaseOutcome, "id" | "cluster">): string {
  return cluster === undefined ? id : `${cluster}\0`;
}
