import type { VersionRef } from "../types.js";

/** Whether both mean the same record of the same version, or neither means any. */
export function isSameVersion(a: VersionRef | undefined, b: VersionRef | undefined): boolean {
  return a?.version === b?.version && a?.record === b?.record;
}
