import { join } from "node:path";
import { formatPointer } from "../../data/pointer.js";
import { pointerPathOf } from "../../data/target.js";
import { directoryContent } from "../../data/tree.js";
import type { FileEntry, Pointer } from "../../data/types.js";
import { writeWorktreeFile } from "../../workspace/worktree-file.js";
import type { DataSession } from "./session.js";

/** Writes the pointer of a data path; returns where, from the repository's top. */
export function writePointer(session: DataSession, path: string, pointer: Pointer): string {
  const pointerPath = pointerPathOf(path);
  writeWorktreeFile(
    session.workspace.root,
    join(session.workspace.root, pointerPath),
    formatPointer(pointer),
  );
  return pointerPath;
}

/** Writes the pointer of a directory with these files: its manifests first, durable in the cache. */
export async function writeDirectoryPointer(
  session: DataSession,
  path: string,
  entries: readonly FileEntry[],
  meta: string | undefined,
): Promise<string> {
  const { pointer, manifests } = directoryContent(entries, meta);
  await session.cache.insertBytes([...manifests.values()]);
  return writePointer(session, path, pointer);
}
