import { statSync } from "node:fs";
import { readIfThere } from "./read-if-there.js";

/** Bytes of a file that is read in passing. */
const mostBytes = 16 * 1024 * 1024;

/** The bytes of a file of at most 16 MiB; undefined for a larger one, and where there is none. @param path absolute. */
export function smallFile(path: string): Buffer | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() && stat.size <= mostBytes ? readIfThere(path) : undefined;
}
