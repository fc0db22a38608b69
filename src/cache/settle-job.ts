import type { Sha256 } from "../core/sha256.js";
import type { Job } from "../files/job.js";
import { cacheError } from "./check-object.js";
import { insertTemp } from "./insert-job.js";
import type { CacheLayout } from "./layout.js";

export interface SettleInput {
  readonly layout: CacheLayout;
  readonly temp: string;
  readonly sha256: Sha256;
}

/** Makes a large file that was copied and hashed an object. If the cache has that object already, that one is verified. */
export const settleJob: Job<SettleInput, void> = {
  name: "settle",
  run({ layout, temp, sha256 }, control) {
    try {
      insertTemp(layout, temp, sha256, control);
    } catch (error) {
      throw cacheError(error, layout, `cannot write to the cache at ${layout.root}`);
    }
  },
};
