import { isAbsolute, resolve } from "node:path";
import { hashFiles } from "../../../files/hash-files.js";
import type { PathDigest } from "../../../runs/types.js";
import type { DataSession } from "../../data/session.js";
import { readContent } from "../capture/path-content.js";

/** What stands at paths (from the worktree's top, or absolute), digested as a run's inputs are; in their order. */
export async function digestPaths(session: DataSession, paths: readonly string[]): Promise<PathDigest[]> {
  const digests: PathDigest[] = [];
  for (const path of paths) {
    const absolute = resolve(session.workspace.root, path);
    const declared = { typed: path, path, absolute, inside: !isAbsolute(path) };
    const read = (tasks: readonly { readonly source: string }[]) =>
      hashFiles(
        tasks.map(({ source }) => source),
        { signal: session.app.signal },
      );
    digests.push((await readContent(session, declared, { read, store: false })).digest);
  }
  return digests;
}
