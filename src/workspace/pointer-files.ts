import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compareBytes } from "../core/byte-order.js";
import { MlxError, type Problem, systemCode } from "../core/errors.js";
import { invalidPointer } from "../data/invalid-pointer.js";
import { looksLikePointer, parsePointer } from "../data/pointer.js";
import { dataPathOf, dataPathProblem, nestedTargets, type Target } from "../data/target.js";
import { type BlobRef, readBlobs } from "../git/blobs.js";
import type { Git } from "../git/git.js";
import { pointerPaths } from "../git/tracked-files.js";
import { symlinkParent } from "./repo-path.js";

/** What the pointers of a tree say, and which of them cannot be read. */
export interface PointerSet {
  /** Byte-sorted by path. */
  readonly targets: readonly Target[];
  readonly invalid: readonly { readonly path: string; readonly error: MlxError }[];
}

/** The pointers of the working tree, committed or not. */
export async function readWorkingPointers(root: string, git: Git): Promise<PointerSet> {
  const files: { path: string; bytes: Buffer }[] = [];
  const beyond: { path: string; error: MlxError }[] = [];
  const links = new Map<string, string | undefined>();
  for (const path of await pointerPaths(git)) {
    const bytes = readPointerFile(join(root, path));
    if (!bytes) continue;
    if (bytes === "link") {
      beyond.push({ path, error: isLink(path) });
      continue;
    }
    const folder = dirname(path);
    if (!links.has(folder)) links.set(folder, symlinkParent(root, path.split("/")));
    const link = links.get(folder);
    if (link === undefined) files.push({ path, bytes });
    else beyond.push({ path, error: beyondLink(path, link) });
  }
  const { targets, invalid } = await parseAll(files);
  return { targets, invalid: [...invalid, ...beyond] };
}

/** Git takes such a pointer for deleted; mlx must neither follow the link nor act as if nothing had been tracked. */
function beyondLink(path: string, link: string): MlxError {
  return new MlxError(
    "MLX_THROUGH_SYMLINK",
    `${path}:1:1: this pointer lies beyond ${link}, which is a symbolic link`,
    {
      hint: `put a folder in the link's place, or remove the pointer from git: git rm --cached ${path}`,
      exitCode: 2,
      at: { file: path, line: 1, column: 1 },
    },
  );
}

/** What a link leads to may be outside the repository, endless, or a pipe that never answers. */
function isLink(path: string): MlxError {
  return invalidPointer(
    [{ file: path, line: 1, column: 1, message: "this pointer is a symbolic link" }],
    `put a copy of the pointer in the link's place, or remove the link: git rm --cached ${path}`,
  );
}

/** The pointers of a commit's tree. */
export async function readCommittedPointers(git: Git, refs: readonly BlobRef[]): Promise<PointerSet> {
  const contents = await readBlobs(
    git,
    refs.map((ref) => ref.blob),
  );
  return parseAll(
    refs.flatMap(({ path, blob }) => {
      const bytes = contents.get(blob);
      return bytes ? [{ path, bytes }] : [];
    }),
  );
}

/** The targets of a set; every pointer that cannot be read is an error, all of them at once. */
export function requireValid(set: PointerSet): readonly Target[] {
  const [first] = set.invalid;
  if (first === undefined) return set.targets;
  if (set.invalid.length === 1) throw first.error;
  const problems = set.invalid.flatMap(({ path, error }): readonly Problem[] =>
    error.problems.length > 0 ? error.problems : [{ file: path, line: 1, column: 1, message: error.message }],
  );
  throw new MlxError("MLX_INVALID_POINTER", `${set.invalid.length} pointers cannot be read`, {
    hint: "mend each file, or take its last committed state: git checkout -- FILE",
    exitCode: 2,
    problems,
  });
}

async function parseAll(files: readonly { path: string; bytes: Buffer }[]): Promise<PointerSet> {
  const targets: Target[] = [];
  const invalid: { path: string; error: MlxError }[] = [];
  for (const { path, bytes } of files) {
    const data = dataPathOf(path);
    if (data === undefined || !looksLikePointer(bytes)) continue;
    try {
      refuseDataPath(data, path);
      targets.push({
        path: data,
        pointerPath: path,
        pointer: await parsePointer(bytes.toString("utf8"), path),
      });
    } catch (error) {
      if (!(error instanceof MlxError)) throw error;
      invalid.push({ path, error });
    }
  }
  targets.sort((a, b) => compareBytes(a.path, b.path));
  for (const [outer, inner] of nestedTargets(targets))
    invalid.push({ path: inner.pointerPath, error: nestedError(outer, inner) });
  return { targets, invalid };
}

/** A pointer may come from anybody: none may reach git's own files, mlx's own, or the repository as a whole. */
function refuseDataPath(data: string, file: string): void {
  const problem = dataPathProblem(data);
  if (problem === undefined) return;
  const message = `this pointer would track ${JSON.stringify(data)}, which ${problem}`;
  throw invalidPointer(
    [{ file, line: 1, column: 1, message }],
    `no mlx wrote it there: look at it, then remove it: ${file}`,
  );
}

function nestedError(outer: Target, inner: Target): MlxError {
  return new MlxError(
    "MLX_NESTED_POINTER",
    `${inner.pointerPath}:1:1: this pointer lies inside ${outer.path}, which ${outer.pointerPath} tracks as a whole`,
    {
      hint: `keep one of the two: remove ${inner.pointerPath}, or ${outer.pointerPath}`,
      exitCode: 2,
      at: { file: inner.pointerPath, line: 1, column: 1 },
    },
  );
}

/** Without following a link, and without waiting for a pipe. */
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** A pointer file's bytes, or that it is a link; `undefined` if there is no such file. */
function readPointerFile(file: string): Buffer | "link" | undefined {
  let handle: number | undefined;
  try {
    handle = openSync(file, openFlags);
    return fstatSync(handle).isFile() ? readFileSync(handle) : undefined;
  } catch (error) {
    const code = systemCode(error);
    if (code === "ELOOP") return "link";
    if (code === "ENOENT" || code === "EISDIR" || code === "ENOTDIR" || code === "ENXIO") return undefined;
    throw new MlxError("MLX_UNREADABLE", `cannot read ${file}: ${code ?? String(error)}`, { cause: error });
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
