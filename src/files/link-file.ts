import { constants, copyFileSync, linkSync, rmSync, symlinkSync } from "node:fs";
import { systemCode } from "../core/errors.js";
import { statsAt } from "./stats-at.js";

/** What the systems answer where a kind of link is not to be had: other devices, link limits, file systems without it. */
const unsupported = new Set([
  "EXDEV",
  "EMLINK",
  "ENOTSUP",
  "EOPNOTSUPP",
  "ENOSYS",
  "EINVAL",
  "ENOTTY",
  "EPERM",
  "EACCES",
  "ETXTBSY",
  "UNKNOWN",
]);

/** Pairs of devices between which reflinks were refused, so as not to ask for each file. */
let reflinkRefusals = 0;
const refusalsEnough = 3;

/**
 * Makes `target`, which must not exist, a reflink, hard link or symbolic link of `source`.
 * @returns false if that kind of link is not to be had there; nothing was made.
 * @throws any other system error.
 */
export function linkFile(source: string, target: string, type: "reflink" | "hardlink" | "symlink"): boolean {
  if (type === "reflink" && reflinkRefusals >= refusalsEnough) return false;
  try {
    if (type === "hardlink") linkSync(source, target);
    else if (type === "symlink") symlinkSync(source, target, "file");
    // To open a pipe would wait for whoever writes into it, for ever; what is absent is told by the copying.
    else if (statsAt(source)?.isFile() === false) return false;
    else copyFileSync(source, target, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL);
    if (type === "reflink") reflinkRefusals = 0;
    return true;
  } catch (error) {
    if (!unsupported.has(systemCode(error) ?? "")) throw error;
    if (type === "reflink") {
      reflinkRefusals++;
      rmSync(target, { force: true });
    }
    return false;
  }
}
