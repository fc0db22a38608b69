import { basename } from "node:path";
import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import { isWithin, type Selection, selectTargets } from "../../data/target.js";
import type { FileEntry } from "../../data/types.js";
import type { PointerSet } from "../../workspace/pointer-files.js";
import { toRepoPath } from "../../workspace/repo-path.js";
import { manifestsOrFetch } from "../data/fetch-objects.js";
import { entriesOf } from "../data/listing.js";
import type { DataSession } from "../data/session.js";
import type { FilePart } from "./run-files.js";

/**
 * What pointers stand for at a path where no data is checked out; undefined where there are none.
 * @param options.below only what is tracked on its own below that path. @throws {MlxError} `MLX_OBJECT_MISSING` where the list of a folder is nowhere.
 */
export async function trackedPart(
  session: DataSession,
  typed: string,
  pointers: PointerSet,
  options: { readonly below?: boolean } = {},
): Promise<FilePart | undefined> {
  const path = insidePath(session, typed);
  if (path === undefined) return undefined;
  const found = selectTargets(pointers.targets, [path]).selected;
  const selected = options.below ? found.filter(({ target }) => target.path.startsWith(`${path}/`)) : found;
  if (selected.length === 0) return undefined;
  const data = path.replace(/\.mlx$/, "");
  const wanted = selected.some(({ target }) => target.pointerPath === path) ? data : path;
  const entries: FileEntry[] = [];
  for (const selection of selected) entries.push(...(await filesOf(session, selection, wanted)));
  if (entries.length === 0) return undefined;
  return { name: basename(wanted), label: displayPath(typed), entries };
}

async function filesOf(
  session: DataSession,
  { target, under }: Selection,
  wanted: string,
): Promise<FileEntry[]> {
  const entries = await entriesOf(target.pointer, manifestsOrFetch(session), { under });
  return entries.map(({ path, sha256, size, mode }) => {
    const whole = path === "" ? target.path : `${target.path}/${path}`;
    const inner = isWithin(whole, wanted) ? whole.slice(wanted.length + 1) : whole;
    return { path: inner, sha256, size, mode };
  });
}

/** Undefined outside of the repository, where nothing is tracked. */
function insidePath(session: DataSession, typed: string): string | undefined {
  try {
    return toRepoPath(session.workspace.root, session.app.cwd, typed);
  } catch (error) {
    if (error instanceof MlxError && error.exitCode === 2) return undefined;
    throw error;
  }
}
