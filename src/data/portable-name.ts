import { compareBytes } from "../core/byte-order.js";

/** Device names that Windows finds in every folder, whatever extension follows. */
const devices = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?: *\.|$)/i;

/** Why Windows cannot hold a file of this path, worded to follow the path; `undefined` if it can. */
export function windowsNameProblem(path: string): string | undefined {
  for (const part of path.split("/")) {
    const forbidden = /[<>:"\\|?*]/.exec(part)?.[0];
    if (forbidden !== undefined)
      return `has the character ${forbidden} in a name, which Windows does not allow`;
    if (/\p{Cc}/u.test(part)) return "has a control character in a name, which Windows does not allow";
    if (/[. ]$/.test(part)) return "has a name that ends with a dot or a space, which Windows drops";
    if (devices.test(part)) return `uses the name ${part}, which is a device on Windows`;
    if (part.length > 255) return "has a name longer than 255 characters, which Windows does not allow";
  }
  return undefined;
}

/**
 * Paths that are one and the same on a file system that ignores case or Unicode normal form, as groups of two or more
 * spellings; directories that differ so are a group of their own.
 * @returns groups in byte order of their first spelling; each group in byte order.
 */
export function caseCollisions(paths: Iterable<string>): string[][] {
  const spelling = new Map<string, string>();
  const seenDirectories = new Set<string>();
  const groups = new Map<string, Set<string>>();
  const add = (path: string): void => {
    const folded = fold(path);
    const first = spelling.get(folded);
    if (first === undefined) {
      spelling.set(folded, path);
    } else if (first !== path) {
      const group = groups.get(folded) ?? new Set([first]);
      groups.set(folded, group.add(path));
    }
  };
  for (const path of paths) {
    add(path);
    let slash = path.lastIndexOf("/");
    while (slash > 0 && !seenDirectories.has(path.slice(0, slash))) {
      const directory = path.slice(0, slash);
      seenDirectories.add(directory);
      add(directory);
      slash = directory.lastIndexOf("/");
    }
  }
  const sorted = [...groups.values()].map((group) => [...group].sort(compareBytes));
  return sorted.sort((a, b) => compareBytes(a[0] ?? "", b[0] ?? ""));
}

/** Upper case, because lower case depends on the neighbours of a Greek sigma. */
function fold(path: string): string {
  return path.normalize("NFC").toUpperCase();
}
