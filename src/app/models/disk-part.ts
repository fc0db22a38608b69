import { lstatSync } from "node:fs";
import { basename, join } from "node:path";
import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import type { FileEntry } from "../../data/types.js";
import { hashFiles } from "../../files/hash-files.js";
import { walk } from "../../files/walk.js";
import { linkedObject } from "../data/cache-links.js";
import type { DataSession } from "../data/session.js";
import { declaredPath } from "../runs/capture/declared-path.js";
import { readContent } from "../runs/capture/path-content.js";
import { isOwnPath } from "./own-path.js";
import type { FilePart, PartEntry } from "./run-files.js";

export interface ReadOptions {
  /** Only digests are taken: nothing goes into the cache. */
  readonly dryRun: boolean;
  /** Takes what symbolic links lead to; without it they are refused, as `data add` does. */
  readonly follow: boolean;
}

/**
 * A file or folder of the disk, its bytes taken into the cache. What git and mlx keep for themselves is left out: pointers
 * stand for data, which is there itself.
 * @param pointers absolute paths of the pointers of this working tree.
 * @throws {MlxError} `MLX_SYMLINK`, `MLX_BAD_NAME`, exit 2; `MLX_UNREADABLE` where a file could not be read whole.
 */
export async function diskPart(
  session: DataSession,
  typed: string,
  pointers: ReadonlySet<string>,
  { dryRun, follow }: ReadOptions,
): Promise<FilePart> {
  const { app, cache } = session;
  const declared = declaredPath(session.workspace, app.cwd, typed);
  if (!follow) refuseLinks(session, declared.absolute, typed);
  const progress = app.ui.progress(dryRun ? "reading" : "adding", undefined, "bytes");
  const options = { signal: app.signal, onBytes: (count: number) => progress.add(count) };
  const content = await readContent(session, declared, {
    store: !dryRun,
    read: (tasks) =>
      dryRun
        ? hashFiles(
            tasks.map(({ source }) => source),
            options,
          )
        : cache.insertFiles(tasks, options),
  }).finally(() => progress.done());
  const [fault, ...more] = content.warnings;
  if (fault !== undefined) {
    throw new MlxError(
      "MLX_UNREADABLE",
      `${displayPath(fault)}${more.length === 0 ? "" : `, and ${more.length} more like it`}`,
      {
        hint: "nothing was registered; mend it, or wait until nothing writes there any more, then register again",
      },
    );
  }
  const entries = content.entries.filter(
    ({ path }) => !isOwnPath(path) && !isIgnoreFile(path) && !pointers.has(join(declared.absolute, path)),
  );
  return {
    name: basename(declared.absolute),
    label: displayPath(typed),
    entries: withSources(declared.absolute, entries),
  };
}

function withSources(top: string, entries: readonly FileEntry[]): PartEntry[] {
  return entries.map(({ path, sha256, size, mode }) => ({
    path,
    sha256,
    size,
    mode,
    source: join(top, path),
  }));
}

/** mlx writes one beside data that it tracks. */
function isIgnoreFile(path: string): boolean {
  return /(?:^|\/)\.gitignore$/.test(path);
}

/** Links into the cache are data that a checkout put there; what others lead to may be anything. */
function refuseLinks(session: DataSession, absolute: string, typed: string): void {
  const top = lstatSync(absolute, { throwIfNoEntry: false });
  const links = top?.isSymbolicLink()
    ? [""]
    : top?.isDirectory()
      ? walk(absolute).oddities.flatMap(({ what, path }) => (what === "symlink" ? [path] : []))
      : [];
  const link = links.find(
    (path) => linkedObject(session.cache, path === "" ? absolute : join(absolute, path)) === undefined,
  );
  if (link === undefined) return;
  const shown = displayPath(link === "" ? typed : `${typed.replace(/\/$/, "")}/${link}`);
  throw new MlxError("MLX_SYMLINK", `${shown} is a symbolic link`, {
    hint: "name the file that it leads to, or take what links lead to with: mlx model register --follow",
    exitCode: 2,
  });
}
