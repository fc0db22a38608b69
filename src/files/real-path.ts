import { realpathSync } from "node:fs";

/** A path without symbolic links; undefined if it is not there, or not for us to see. */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
