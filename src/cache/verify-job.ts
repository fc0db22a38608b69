import { Interrupted } from "../core/errors.js";
import type { Sha256 } from "../core/sha256.js";
import type { Job } from "../files/job.js";
import { checkObject, type ObjectState } from "./check-object.js";
import type { CacheLayout } from "./layout.js";

export interface VerifyInput {
  readonly layout: CacheLayout;
  readonly digests: readonly Sha256[];
  /** Whether the reading is the batch's progress. */
  readonly counted: boolean;
}

/** Re-hashes objects; damaged ones go to quarantine. */
export const verifyJob: Job<VerifyInput, ObjectState[]> = {
  name: "verify",
  run({ layout, digests, counted }, batch) {
    const control = counted ? batch : batch.uncounted();
    return digests.map((sha256) => {
      if (control.stopped) throw new Interrupted();
      const found = checkObject(layout, sha256, control);
      control.addFiles(1);
      return found;
    });
  },
};
