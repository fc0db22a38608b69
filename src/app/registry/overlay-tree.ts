import { compareBytes } from "../../core/byte-order.js";
import type { FileTree } from "../../core/file-tree.js";

/** A tree in which one file has other bytes, or is there though the tree below lacks it. */
export function overlayTree(tree: FileTree, path: string, bytes: Uint8Array): FileTree {
  return {
    get paths() {
      return tree.paths.includes(path) ? tree.paths : [...tree.paths, path].sort(compareBytes);
    },
    read: (wanted) => (wanted === path ? bytes : tree.read(wanted)),
  };
}
