import type { Sha256 } from "../core/sha256.js";
import type { JobControl } from "../files/job.js";
import { stampAt } from "../files/stamp.js";
import { checkObject, type ObjectState } from "./check-object.js";
import { type CacheLayout, objectPath } from "./layout.js";

/** Verifies objects that are going to be linked, each once in a batch as long as it stays the same file. */
export class ObjectVerifier {
  readonly #intact = new Map<Sha256, string>();

  constructor(
    readonly layout: CacheLayout,
    readonly control: JobControl,
  ) {}

  check(sha256: Sha256): ObjectState {
    const before = this.#identity(sha256);
    if (before !== undefined && this.#intact.get(sha256) === before) return { state: "intact" };
    const found = checkObject(this.layout, sha256, this.control);
    if (found.state === "intact" && before !== undefined) this.#intact.set(sha256, before);
    return found;
  }

  /** Without ctime, which every new hard link changes. */
  #identity(sha256: Sha256): string | undefined {
    const stamp = stampAt(objectPath(this.layout, sha256))?.stamp;
    return stamp && `${stamp.dev} ${stamp.ino} ${stamp.size} ${stamp.mtimeNs}`;
  }
}
