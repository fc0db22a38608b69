import { type FSWatcher, watch } from "node:fs";

/** How soon after a change it is told; changes in between are told at once. */
const gatherMs = 50;
const pollMs = 500;

/**
 * Calls `onChange` soon after a file has grown, and now and then in any case: not every file system tells of changes.
 * @returns ends it.
 */
export function followFile(path: string, onChange: () => void): () => void {
  let gathering: NodeJS.Timeout | undefined;
  const tell = () => {
    gathering ??= setTimeout(() => {
      gathering = undefined;
      onChange();
    }, gatherMs);
  };
  const poll = setInterval(tell, pollMs);
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(path, { persistent: false }, tell);
    watcher.on("error", () => watcher?.close());
  } catch {
    // Too many watches, or a file system without them: the polling does.
  }
  return () => {
    clearInterval(poll);
    clearTimeout(gathering);
    watcher?.close();
  };
}
