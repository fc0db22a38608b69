import { type BigIntStats, lstatSync, type Stats } from "node:fs";
import { systemCode } from "../core/errors.js";

/**
 * What the system says of `path` itself (a link is not followed); `undefined` if nothing is there, also where a file
 * stands in the place of a folder on the way.
 * @throws system errors, such as EACCES.
 */
export function statsAt(path: string): Stats | undefined {
  return unlessAbsent(() => lstatSync(path, { throwIfNoEntry: false }));
}

/** As `statsAt`, with times in nanoseconds. */
export function exactStatsAt(path: string): BigIntStats | undefined {
  return unlessAbsent(() => lstatSync(path, { bigint: true, throwIfNoEntry: false }));
}

function unlessAbsent<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (systemCode(error) === "ENOTDIR") return undefined;
    throw error;
  }
}
