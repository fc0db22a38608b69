import { readdirSync } from "node:fs";
import { join } from "node:path";
import { systemCode } from "../core/errors.js";

/** The files and folders directly below a key, sorted by key. */
export function entriesBelow(
  root: string,
  prefix: string,
): { readonly key: string; readonly folder: boolean }[] {
  const entries = unlessAbsent(() => readdirSync(join(root, prefix), { withFileTypes: true }));
  return entries
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .map((entry) => ({ key: `${prefix}${entry.name}`, folder: entry.isDirectory() }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The entries that `read` gives; none of a folder that is not there. */
export function unlessAbsent<T>(read: () => T[]): T[] {
  try {
    return read();
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}
