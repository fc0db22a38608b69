import { realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { MlxError } from "../../core/errors.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { FileAndFolderCheck, sortEntries } from "../../data/entry-list.js";
import { entryPathProblem } from "../../data/entry-path.js";
import type { FileEntry } from "../../data/types.js";
import { realPath } from "../../files/real-path.js";
import type { PointerSet } from "../../workspace/pointer-files.js";
import { type DataSession, workingPointers } from "../data/session.js";
import { bringBytes } from "./bring-bytes.js";
import { diskPart, type ReadOptions } from "./disk-part.js";
import { type FilePart, type MakingRun, outputParts, type PartEntry, runPart } from "./run-files.js";
import { trackedPart } from "./tracked-part.js";

/** A path as it was typed, or an artifact of a run. */
export type ModelSource =
  | { readonly kind: "path"; readonly typed: string }
  | { readonly kind: "artifact"; readonly run: MakingRun; readonly path: string };

/** A file of a version that is to be. */
export interface GatheredFile extends FileEntry {
  /** Absolute: where its bytes can be read; undefined where a dry run would have to fetch them. */
  readonly bytes: string | undefined;
}

/**
 * The files that a version is to hold, their bytes in the cache: those of the paths, or where none is named, the outputs of
 * the run.
 * @returns byte-sorted. One folder alone gives its content; of several sources each keeps its name.
 * @throws {MlxError} `MLX_NO_SUCH_FILE`, `MLX_MODEL_EMPTY`, `MLX_BAD_NAME`, exit 2; `MLX_UNREADABLE`; what bringing bytes throws.
 */
export async function gatherFiles(
  session: DataSession,
  sources: readonly ModelSource[],
  run: MakingRun | undefined,
  options: ReadOptions,
): Promise<readonly GatheredFile[]> {
  const pointers = await workingPointers(session);
  const parts: FilePart[] = [];
  for (const source of sources) parts.push(await partOf(session, source, pointers, options));
  if (sources.length === 0 && run !== undefined) parts.push(...outputParts(run));
  const empty = parts.find(({ entries }) => entries.length === 0);
  if (empty !== undefined) throw noFiles(empty.label);
  const files = combine(parts);
  if (files.every(({ size }) => size === 0)) throw noBytes(files);
  if (!options.dryRun) await bringBytes(session, files);
  const { cache } = session;
  return files.map(({ source, ...file }) => {
    const cached = cache.has(file.sha256, file.size) ? cache.pathOf(file.sha256) : undefined;
    return { ...file, bytes: cached ?? source };
  });
}

async function partOf(
  session: DataSession,
  source: ModelSource,
  pointers: PointerSet,
  options: ReadOptions,
): Promise<FilePart> {
  if (source.kind === "artifact") return runPart(source.run, source.path);
  const { typed } = source;
  const { root } = session.workspace;
  const absolute = resolve(realpathSync(session.app.cwd), typed);
  const pointerFiles = new Set(pointers.targets.map(({ pointerPath }) => join(root, pointerPath)));
  if (isThere(absolute) && !pointerFiles.has(absolute)) {
    const part = await diskPart(session, typed, pointerFiles, options);
    return withTracked(session, part, typed, pointers);
  }
  const tracked = await trackedPart(session, typed, pointers);
  if (tracked !== undefined) return tracked;
  throw new MlxError("MLX_NO_SUCH_FILE", `${displayPath(typed)} does not exist, and is not tracked`, {
    hint: "check the spelling, and the folder you are in; an artifact of a run is written runs:/ID/PATH",
    exitCode: 2,
  });
}

/** A folder may hold pointers whose data is not checked out: they stand for their files. */
async function withTracked(
  session: DataSession,
  part: FilePart,
  typed: string,
  pointers: PointerSet,
): Promise<FilePart> {
  const tracked = await trackedPart(session, typed, pointers, { below: true });
  if (tracked === undefined) return part;
  const there = new Set(part.entries.map(({ path }) => path));
  return {
    ...part,
    entries: [...part.entries, ...tracked.entries.filter(({ path }) => !there.has(path))],
  };
}

function isThere(absolute: string): boolean {
  const real = realPath(absolute);
  return real !== undefined && statSync(real, { throwIfNoEntry: false }) !== undefined;
}

/** One folder gives what is in it; several things are put beside each other by their names. */
function combine(parts: readonly FilePart[]): readonly PartEntry[] {
  const [only, ...others] = parts;
  const isFolder = only?.entries.every(({ path }) => path !== "") === true;
  const files = sortEntries(
    only !== undefined && others.length === 0 && isFolder
      ? only.entries
      : parts.flatMap(({ name, entries }) =>
          entries.map((entry) => ({ ...entry, path: entry.path === "" ? name : `${name}/${entry.path}` })),
        ),
  );
  const folders = new FileAndFolderCheck();
  let previous: string | undefined;
  for (const { path } of files) {
    const problem = entryPathProblem(path);
    if (problem !== undefined) {
      throw new MlxError(
        "MLX_BAD_NAME",
        `${JSON.stringify(displayPath(path))} cannot be kept: it ${problem}`,
        {
          hint: "rename it, then register again",
          exitCode: 2,
        },
      );
    }
    const file = path === previous ? path : folders.next(path);
    if (file !== undefined) throw twoOfOneName(file);
    previous = path;
  }
  return files;
}

function twoOfOneName(path: string): MlxError {
  return new MlxError("MLX_BAD_NAME", `two files of the version would be called ${displayPath(path)}`, {
    hint: "put them into one folder under names of their own, and register the folder",
    exitCode: 2,
  });
}

function noFiles(label: string): MlxError {
  return new MlxError("MLX_MODEL_EMPTY", `there are no files in ${label}`, {
    hint: "name the files of the model, or the folder that holds them",
    exitCode: 2,
  });
}

function noBytes(files: readonly FileEntry[]): MlxError {
  const [first] = files;
  const what =
    first !== undefined && files.length === 1
      ? `${displayPath(first.path)} is empty: it has 0 bytes`
      : `all ${countOf(files.length, "file")} are empty: they have 0 bytes`;
  return new MlxError("MLX_MODEL_EMPTY", what, {
    hint: "write the model first; perhaps whatever writes it has not finished",
    exitCode: 2,
  });
}
