import { compareBytes } from "../core/byte-order.js";

/** The entries by path, in byte order; the list itself if it is in order already. */
export function sortEntries<Entry extends { readonly path: string }>(
  entries: readonly Entry[],
): readonly Entry[] {
  if (isSorted(entries)) return entries;
  // UTF-16 order, which the engine compares fast, is byte order as long as nothing stands at or above the surrogates.
  const astral = entries.some((entry) => /[\ud800-\uffff]/.test(entry.path));
  if (astral) return [...entries].sort((a, b) => compareBytes(a.path, b.path));
  return [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function isSorted(entries: readonly { readonly path: string }[]): boolean {
  let previous: string | undefined;
  for (const { path } of entries) {
    if (previous !== undefined && compareBytes(previous, path) > 0) return false;
    previous = path;
  }
  return true;
}

/** Tells, path by path in byte order, which earlier path is a file where this one needs a folder. */
export class FileAndFolderCheck {
  /** Each is a prefix of the next: in byte order, nothing else stands between a path and those below it. */
  readonly #open: string[] = [];

  /** @returns the earlier file that is a folder of `path`, if there is one. */
  next(path: string): string | undefined {
    const open = this.#open;
    for (let top = open.at(-1); top !== undefined && !path.startsWith(top); top = open.at(-1)) open.pop();
    const file = open.find((prefix) => path.charCodeAt(prefix.length) === 0x2f);
    open.push(path);
    return file;
  }
}
