import { MlxError } from "../core/errors.js";
import { isFrozenModel } from "../registry/models/frozen-model.js";
import type { Git } from "./git.js";

/** A file as git holds it: its path from the repository's top and the id of its blob. */
export interface BlobRef {
  readonly path: string;
  readonly blob: string;
}

const pointerSuffix = ".mlx";

/** Git's patterns for the files that name data: pointers, and the frozen files of models' versions. */
const patterns = [`:(top)*${pointerSuffix}`, ":(top,glob)models/*/versions/*.yaml"];

function namesData(path: string): boolean {
  return path.endsWith(pointerSuffix) || isFrozenModel(path);
}

/** The pointer files of a commit's tree, and the frozen files of models' versions. */
export async function pointerBlobsAt(git: Git, commit: string): Promise<BlobRef[]> {
  const items = await git.list(["ls-tree", "-r", "-z", "--full-tree", commit]);
  return items.flatMap((item) => {
    const match = /^(\d+) blob ([0-9a-f]+)\t([\s\S]+)$/.exec(item);
    return match?.[2] && match[3] && namesData(match[3]) ? [{ path: match[3], blob: match[2] }] : [];
  });
}

/** As `pointerBlobsAt`, of the index; all stages of a conflict are included. */
export function pointerBlobsInIndex(git: Git): Promise<BlobRef[]> {
  return listIndex(git, "--stage");
}

/** As `pointerBlobsAt`, of every side of an unresolved conflict, and of their ancestor. */
export function conflictedBlobs(git: Git): Promise<BlobRef[]> {
  return listIndex(git, "--unmerged");
}

async function listIndex(git: Git, which: "--stage" | "--unmerged"): Promise<BlobRef[]> {
  const items = await git.list(["ls-files", which, "-z", "--full-name", "--", ...patterns]);
  return items.flatMap((item) => {
    const match = /^\d+ ([0-9a-f]+) \d\t([\s\S]+)$/.exec(item);
    return match?.[1] && match[2] && namesData(match[2]) ? [{ path: match[2], blob: match[1] }] : [];
  });
}

/** As `pointerBlobsAt`, of those that any commit of a range added or changed: `range` is what `git rev-list` takes. */
export async function pointerBlobsInRange(git: Git, range: readonly string[]): Promise<BlobRef[]> {
  const items = await git.list([
    ...["log", "--raw", "-z", "-m", "--root", "--no-abbrev", "--no-renames", "--format="],
    ...[...range, "--", ...patterns],
  ]);
  const found: BlobRef[] = [];
  for (let i = 0; i + 1 < items.length; i += 2) {
    const match = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) [A-Z]/.exec(items[i]?.trim() ?? "");
    const path = items[i + 1];
    if (match?.[1] && path !== undefined && namesData(path) && !/^0+$/.test(match[1]))
      found.push({ path, blob: match[1] });
  }
  return found;
}

/** The bytes of blobs, by id. @throws {MlxError} `MLX_GIT_OBJECT_MISSING` where a partial clone lacks one. */
export async function readBlobs(git: Git, blobs: Iterable<string>): Promise<Map<string, Buffer>> {
  const ids = [...new Set(blobs)];
  const contents = new Map<string, Buffer>();
  if (ids.length === 0) return contents;
  const { stdout } = await git.run(["cat-file", "--batch"], { input: `${ids.join("\n")}\n` });
  let at = 0;
  for (const id of ids) {
    const end = stdout.indexOf(0x0a, at);
    const header = stdout.toString("latin1", at, end);
    const size = Number(/ blob (\d+)$/.exec(header)?.[1] ?? Number.NaN);
    if (Number.isNaN(size)) {
      throw new MlxError("MLX_GIT_OBJECT_MISSING", `git has no object ${id} in this clone`, {
        hint: "fetch it: git fetch --unshallow, or git fetch --refetch in a partial clone",
      });
    }
    contents.set(id, stdout.subarray(end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return contents;
}
