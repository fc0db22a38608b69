import { renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { App } from "../../app/app.js";
import { cachedManifests, entriesOf } from "../../app/data/listing.js";
import { refuseIgnoredPointers } from "../../app/data/refuse-add.js";
import { type DataSession, openDataSession, workingPointers } from "../../app/data/session.js";
import { writeDirectoryPointer, writePointer } from "../../app/data/write-pointer.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { displayPath } from "../../core/visible-text.js";
import { sortEntries } from "../../data/entry-list.js";
import { entryPathProblem } from "../../data/entry-path.js";
import { formatPointer } from "../../data/pointer.js";
import { isWithin, pointerPathOf, selectTargets, type Target } from "../../data/target.js";
import { ioError } from "../../files/io-error.js";
import { statsAt } from "../../files/stats-at.js";
import { trackedByGit } from "../../git/tracked-files.js";
import { ensureFolder } from "../../workspace/folders.js";
import { ignoreData, unignoreData } from "../../workspace/gitignore.js";
import { requireValid } from "../../workspace/pointer-files.js";
import { toRepoPath } from "../../workspace/repo-path.js";

export interface MvOptions {
  readonly source: string;
  readonly destination: string;
  readonly dryRun: boolean;
}

/** `mlx data mv`: moves tracked data with its pointer and its line in `.gitignore`, or files inside a tracked directory. */
export async function mv(app: App, options: MvOptions): Promise<ExitCode> {
  const session = await openDataSession(app, {
    command: "data mv",
    changesWorktree: true,
    cacheLock: "shared",
  });
  const { root } = session.workspace;
  const targets = requireValid(await workingPointers(session));
  const source = toRepoPath(root, app.cwd, options.source);
  const { selected } = selectTargets(targets, [source]);
  const [selection] = selected;
  if (selection === undefined || selected.length > 1) throw notOneTarget(options.source, selected.length);
  const typed = toRepoPath(root, app.cwd, options.destination);
  const from =
    selection.under?.[0] === undefined
      ? selection.target.path
      : `${selection.target.path}/${selection.under[0]}`;
  const to = intoFolder(root, typed, from, targets);
  const problem = entryPathProblem(to);
  if (problem !== undefined)
    throw new MlxError("MLX_BAD_NAME", `${to} cannot be tracked: ${problem}`, {
      hint: "choose another name",
      exitCode: 2,
    });
  const written = selection.under
    ? await moveInside(session, selection.target, from, to, options.dryRun)
    : await moveTarget(session, selection.target, to, targets, options.dryRun);
  session.statCache.save();
  if (app.ui.mode.json) app.ui.json({ dryRun: options.dryRun, from, to, written: [...new Set(written)] });
  app.ui.out(`${options.dryRun ? "would move" : "moved"} ${displayPath(from)} → ${displayPath(to)}`);
  if (!options.dryRun) app.ui.note("record it in git: git add --all, then commit");
  return ExitCode.ok;
}

function notOneTarget(source: string, count: number): MlxError {
  const what = count === 0 ? "is not tracked by mlx" : `holds ${count} tracked paths`;
  return new MlxError("MLX_NOT_TRACKED", `${source} ${what}`, {
    hint: "name one tracked path; mlx data ls lists them",
    exitCode: 2,
  });
}

/** A folder as the destination takes the source by its own name, as `mv` does; a tracked directory is no such folder for others. */
function intoFolder(root: string, to: string, from: string, targets: readonly Target[]): string {
  const stat = statsAt(join(root, to));
  if (!stat?.isDirectory() || targets.some((target) => target.path === to && !isWithin(from, to))) return to;
  return to === "." ? basename(from) : `${to}/${basename(from)}`;
}

async function moveTarget(
  session: DataSession,
  target: Target,
  to: string,
  targets: readonly Target[],
  dryRun: boolean,
): Promise<string[]> {
  const { root } = session.workspace;
  const twin = targets.find((other) => other.path === to);
  // A move that was cut short left the new pointer, which is the same: go on where it stopped.
  const resumed = twin !== undefined && formatPointer(twin.pointer) === formatPointer(target.pointer);
  const dataThere = isThere(join(root, to));
  if (twin && (!resumed || (dataThere && isThere(join(root, target.path)))))
    throw occupied(to, "is tracked already");
  if (!twin && dataThere) throw occupied(to, "exists already");
  const holder = targets.find(
    (other) => other !== twin && (isWithin(to, other.path) || isWithin(other.path, to)),
  );
  if (holder)
    throw occupied(
      to,
      holder === target
        ? "lies inside what is to be moved"
        : `overlaps with ${holder.path}, which is tracked`,
    );
  if ((await trackedByGit(session.git, [to])).length > 0) throw occupied(to, "is tracked by git");
  await refuseIgnoredPointers(session, [pointerPathOf(to)]);
  if (dryRun) return [];
  ensureFolder(join(root, dirname(to)));
  const pointerPath = writePointer(session, to, target.pointer);
  const ignores = ignoreData(root, [to]);
  if (isThere(join(root, target.path))) rename(join(root, target.path), join(root, to));
  const group = session.statCache.get(target.path);
  if (group) session.statCache.set(to, group);
  session.statCache.delete(target.path);
  // The old pointer goes last: as long as it is there, running the move again completes it.
  const unignored = unignoreData(root, [target.path]);
  rmSync(join(root, pointerPathOf(target.path)), { force: true });
  return [pointerPath, target.pointerPath, ...ignores, ...unignored];
}

async function moveInside(
  session: DataSession,
  target: Target,
  from: string,
  to: string,
  dryRun: boolean,
): Promise<string[]> {
  const { root } = session.workspace;
  if (!isWithin(to, target.path) || to === target.path) {
    throw new MlxError("MLX_MOVE_OUT", `${to} lies outside ${target.path}, which is tracked as a whole`, {
      hint: `copy the file there, mlx data add it, then: mlx data rm ${from}`,
      exitCode: 2,
    });
  }
  const inner = from.slice(target.path.length + 1);
  const outer = to.slice(target.path.length + 1);
  const entries = await entriesOf(target.pointer, cachedManifests(session.cache));
  if (!entries.some((entry) => isWithin(entry.path, inner))) throw notOneTarget(from, 0);
  if (entries.some((entry) => isWithin(entry.path, outer) || isWithin(outer, entry.path)))
    throw occupied(to, "is tracked already");
  if (isWithin(outer, inner)) throw occupied(to, "lies inside what is to be moved");
  const sourceThere = isThere(join(root, from));
  if (sourceThere && isThere(join(root, to))) throw occupied(to, "exists already");
  if (dryRun) return [];
  if (sourceThere) {
    ensureFolder(join(root, dirname(to)));
    rename(join(root, from), join(root, to));
  }
  const moved = entries.map((entry) =>
    isWithin(entry.path, inner) ? { ...entry, path: outer + entry.path.slice(inner.length) } : entry,
  );
  return [await writeDirectoryPointer(session, target.path, sortEntries(moved), target.pointer.meta)];
}

/** Whether anything stands there, a link that leads nowhere too. */
function isThere(path: string): boolean {
  return statsAt(path) !== undefined;
}

function occupied(path: string, what: string): MlxError {
  return new MlxError("MLX_DESTINATION_EXISTS", `${path} ${what}`, {
    hint: "choose another destination, or move that away first",
    exitCode: 2,
  });
}

function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    throw ioError(error, `cannot move ${from} to ${to}`);
  }
}
