import { compareBytes } from "../../src/core/byte-order.js";
import type { FileTree } from "../../src/core/file-tree.js";

/** A tree of these files, by path. */
export function memoryTree(files: Readonly<Record<string, string | Uint8Array>>): FileTree {
  const all = new Map(Object.entries(files));
  return {
    paths: [...all.keys()].sort(compareBytes),
    read: (path) => {
      const found = all.get(path);
      return typeof found === "string" ? new TextEncoder().encode(found) : found;
    },
  };
}
