import type { LinkType } from "../core/settings.js";
import type { FileContent } from "../data/types.js";
import type { Stamp } from "../files/stamp.js";

export interface LinkTask extends FileContent {
  /** Absolute path. A file that is there is replaced. */
  readonly target: string;
}

/**
 * `missing`: not in the cache · `corrupt`: was damaged, now in quarantine · `blocked`: a folder stands at the target, or
 * a file where a folder is needed · `outside`: a folder on the way is a link that leaves `within` · `denied`: no
 * permission · `failed`: any other input/output error.
 */
export type LinkFault = "missing" | "corrupt" | "blocked" | "outside" | "denied" | "failed";

export type LinkResult =
  | { readonly ok: true; readonly link: LinkType; readonly executable: boolean; readonly stamp: Stamp }
  | { readonly ok: false; readonly reason: LinkFault; readonly message: string };
