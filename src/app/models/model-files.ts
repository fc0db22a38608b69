import { realpathSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { MlxError } from "../../core/errors.js";
import { isInside } from "../../files/is-inside.js";
import { realPath } from "../../files/real-path.js";
import { statsAt } from "../../files/stats-at.js";
import { sortByBytes, walk } from "../../files/walk.js";
import type { App } from "../app.js";
import { isOwnPath } from "./own-path.js";
import { type TrackedFile, trackedFiles } from "./tracked-files.js";

/** A file to scan. */
export interface ModelFile {
  /** As it is shown: from the working folder, with `/`. */
  readonly path: string;
  /** Absolute: where its bytes are; undefined where they are not to be had. */
  readonly bytes: string | undefined;
  /** Why not, as a clause. */
  readonly missing?: string;
}

/**
 * The files that paths name: files, all that lie in folders, and what pointers stand for, whose bytes are taken from the
 * cache where they are not checked out.
 * @throws {MlxError} `MLX_NO_SUCH_FILE`, exit 2.
 */
export async function modelFiles(app: App, typed: readonly string[]): Promise<ModelFile[]> {
  const found = new Map<string, Omit<ModelFile, "path">>();
  let tracked: readonly TrackedFile[] | undefined;
  for (const word of typed) {
    const path = resolve(realpathSync(app.cwd), word);
    const stats = statsBehind(path);
    if (stats?.isFile() && !word.endsWith(".mlx")) {
      found.set(path, { bytes: path });
      continue;
    }
    tracked ??= await trackedFiles(app);
    const before = found.size;
    if (stats?.isDirectory()) addFolder(path, tracked, found);
    for (const file of tracked) {
      if ((!isInside(path, file.path) && file.pointer !== path) || found.has(file.path)) continue;
      found.set(file.path, sourceOf(file));
    }
    if (stats?.isFile() && found.size === before) found.set(path, { bytes: path });
    if (stats === undefined && found.size === before && !tracked.some((it) => isInside(path, it.path)))
      throw noSuchFile(word);
  }
  const paths = sortByBytes([...found.keys()]);
  return paths.map((path) => ({ ...(found.get(path) ?? { bytes: path }), path: shownPath(app.cwd, path) }));
}

function addFolder(
  folder: string,
  tracked: readonly TrackedFile[],
  found: Map<string, Omit<ModelFile, "path">>,
): void {
  const listing = walk(folder);
  const pointers = new Set(tracked.map(({ pointer }) => pointer));
  for (const name of listing.files()) {
    const path = join(folder, name);
    if (!isOwnPath(name) && !pointers.has(path)) found.set(path, { bytes: path });
  }
  for (const { path: name, what, message } of listing.oddities) {
    if (isOwnPath(name)) continue;
    const path = join(folder, name);
    // Downloads of models are often links into a cache.
    const isFile = what === "symlink" && statsBehind(path)?.isFile();
    found.set(path, isFile ? { bytes: path } : { bytes: undefined, missing: message });
  }
}

/** Of what a path leads to, through links. */
function statsBehind(path: string): ReturnType<typeof statsAt> {
  const real = realPath(path);
  return real === undefined ? undefined : statsAt(real);
}

function sourceOf({ path, cached }: TrackedFile): Omit<ModelFile, "path"> {
  if (statsBehind(path)?.isFile()) return { bytes: path };
  if (cached !== undefined) return { bytes: cached };
  return {
    bytes: undefined,
    missing: "it is tracked, and its bytes are neither checked out nor in the cache",
  };
}

function shownPath(cwd: string, path: string): string {
  return relative(realpathSync(cwd), path).split(sep).join("/");
}

function noSuchFile(word: string): MlxError {
  return new MlxError("MLX_NO_SUCH_FILE", `${word} does not exist, and is not tracked`, {
    hint: "check the spelling, and the folder you are in",
    exitCode: 2,
  });
}
