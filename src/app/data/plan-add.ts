import { existsSync, readdirSync, type Stats, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { compareBytes } from "../../core/byte-order.js";
import { MlxError, systemCode } from "../../core/errors.js";
import { closest } from "../../core/suggest.js";
import { entryPathProblem } from "../../data/entry-path.js";
import { dataPathOf, foldersAbove, pointerPathOf, type Target } from "../../data/target.js";
import { statsAt } from "../../files/stats-at.js";
import { requireIgnoreFiles } from "../../workspace/gitignore.js";
import { toRepoPath, typedPath } from "../../workspace/repo-path.js";
import { linkedObject } from "./cache-links.js";
import { cachedManifests, entriesOf } from "./listing.js";
import { refuseGitTracked, refuseIgnoredPointers, refuseNested } from "./refuse-add.js";
import { type DataSession, workingPointers } from "./session.js";

/** One pointer to write or to bring up to date. */
export interface AddJob {
  /** The data, from the repository's top. */
  readonly path: string;
  readonly kind: "file" | "directory";
  /** Paths inside a tracked directory, if only those are to be added. */
  readonly under?: readonly string[];
  /** The pointer as it is. */
  readonly before?: Target;
  /** The path itself is a symbolic link, which the data will replace. */
  readonly link: boolean;
}

/**
 * Decides what `data add` is to do, and refuses what it must not: paths outside the repository, links, what git tracks,
 * what other pointers track, and pointers that git would ignore.
 */
export async function planAdd(
  session: DataSession,
  typed: readonly string[],
  follow: boolean,
): Promise<AddJob[]> {
  const { targets, invalid } = await workingPointers(session);
  const pointers: Known = {
    byPath: new Map(targets.map((target) => [target.path, target])),
    invalid: new Map(invalid.map(({ path, error }) => [path, error])),
  };
  const paths = new Set<string>();
  for (const argument of typed) for (const path of await expand(session, argument, pointers)) paths.add(path);
  const jobs = mergeJobs([...paths].map((path) => jobFor(session, path, pointers, follow)));
  refuseNested(session, jobs, targets);
  const untracked = jobs.filter((job) => job.before === undefined);
  requireIgnoreFiles(
    session.workspace.root,
    jobs.map((job) => job.path),
  );
  await refuseGitTracked(
    session,
    untracked.map((job) => job.path),
  );
  await refuseIgnoredPointers(
    session,
    untracked.map((job) => pointerPathOf(job.path)),
  );
  return jobs;
}

/** The pointers there are: by the path of their data, and those that cannot be read, by their own. */
interface Known {
  readonly byPath: ReadonlyMap<string, Target>;
  readonly invalid: ReadonlyMap<string, MlxError>;
}

/** The paths from the repository's top that an argument names: itself, or what a pattern matches. */
async function expand(session: DataSession, argument: string, pointers: Known): Promise<string[]> {
  const { root } = session.workspace;
  const { cwd } = session.app;
  const literal = toRepoPath(root, cwd, argument);
  if (literal === ".") {
    throw new MlxError("MLX_WHOLE_REPOSITORY", `${argument} is the repository itself`, {
      hint: "name the files or folders that hold data, such as data/",
      exitCode: 2,
    });
  }
  if (statsAt(join(root, literal))) return [dataOfPointer(literal, pointers)];
  if (await wasTracked(session, literal, pointers)) return [literal];
  const { glob, isDynamicPattern } = await import("tinyglobby");
  if (!isDynamicPattern(argument)) throw absent(session, argument, literal, pointers);
  const ignore = ["**/.git/**", "**/.mlx/**", "**/*.mlx", "**/.gitignore"];
  const found = await glob(argument.replaceAll("\\", "/"), {
    cwd,
    dot: true,
    ignore,
    onlyFiles: false,
    expandDirectories: false,
    followSymbolicLinks: false,
  });
  const matches = outermost(found.map((match) => toRepoPath(root, cwd, match.replace(/\/$/, ""))));
  if (matches.length > 0) return matches;
  throw new MlxError("MLX_NO_MATCH", `nothing matches ${argument}`, {
    hint: "a pattern starts from the folder you are in; ** matches folders at any depth, and quotes keep it from the shell",
    exitCode: 2,
  });
}

/** Paths without those that lie inside another of them, byte-sorted. */
function outermost(paths: readonly string[]): string[] {
  const all = new Set(paths);
  return [...all].filter((path) => !foldersAbove(path).some((folder) => all.has(folder))).sort(compareBytes);
}

/** Whether a path that is gone is a part of a tracked directory, so that adding it records that it is gone. */
async function wasTracked(session: DataSession, path: string, pointers: Known): Promise<boolean> {
  const holder = holderOf(path, pointers);
  if (holder === undefined || !existsSync(join(session.workspace.root, holder.path))) return false;
  const under = [path.slice(holder.path.length + 1)];
  return (await entriesOf(holder.pointer, cachedManifests(session.cache), { under })).length > 0;
}

/** The tracked directory that a path lies in. */
function holderOf(path: string, pointers: Known): Target | undefined {
  return foldersAbove(path)
    .map((folder) => pointers.byPath.get(folder))
    .find((target) => target?.pointer.kind === "directory");
}

/** The data that a pointer names, so that `data add data/*` does what it seems to say. */
function dataOfPointer(path: string, pointers: Known): string {
  const data = dataPathOf(path);
  return data !== undefined && (pointers.byPath.has(data) || pointers.invalid.has(path)) ? data : path;
}

function absent(session: DataSession, argument: string, path: string, pointers: Known): MlxError {
  const tracked = pointers.byPath.has(path);
  const hint = tracked
    ? `its pointer is here, its data is not: mlx data pull ${argument}`
    : suggestion(session, path);
  return new MlxError("MLX_NO_SUCH_FILE", `${argument} does not exist`, { hint, exitCode: 2 });
}

function suggestion({ app, workspace: { root } }: DataSession, path: string): string {
  const folder = join(root, dirname(path));
  const names = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];
  const meant = closest(basename(path), names);
  return meant === undefined
    ? "check the spelling, and the folder you are in"
    : `did you mean ${typedPath(root, app.cwd, join(dirname(path), meant))}?`;
}

function jobFor(session: DataSession, path: string, pointers: Known, follow: boolean): AddJob {
  const absolute = join(session.workspace.root, path);
  const holder = holderOf(path, pointers);
  const own = statsAt(absolute);
  if (holder && own === undefined) return partOf(holder, path);
  const before = pointers.byPath.get(path);
  const isLink = own?.isSymbolicLink() ?? false;
  const cacheLink = isLink && before !== undefined && linkedObject(session.cache, absolute) !== undefined;
  if (isLink && !follow && !cacheLink) throw linkRefused(path);
  const kind = kindOf(absolute, path);
  const problem = entryPathProblem(path);
  if (problem !== undefined)
    throw new MlxError("MLX_BAD_NAME", `${path} cannot be tracked: ${problem}`, {
      hint: "rename it first",
      exitCode: 2,
    });
  if (holder) return partOf(holder, path);
  const invalid = pointers.invalid.get(pointerPathOf(path));
  if (invalid) throw invalid;
  return { path, kind, link: isLink && !cacheLink, ...(before && { before }) };
}

function partOf(holder: Target, path: string): AddJob {
  const under = [path.slice(holder.path.length + 1)];
  return { path: holder.path, kind: "directory", under, before: holder, link: false };
}

/** What a path is, links followed. */
function kindOf(absolute: string, path: string): "file" | "directory" {
  const stat = followed(absolute);
  if (stat === undefined)
    throw new MlxError("MLX_NO_SUCH_FILE", `${path} is a link that leads nowhere`, {
      hint: "remove or mend the link",
      exitCode: 2,
    });
  if (stat.isFile()) return "file";
  if (stat.isDirectory()) return "directory";
  throw new MlxError("MLX_NOT_A_FILE", `${path} is neither a file nor a folder`, {
    hint: "only files and folders can be tracked",
    exitCode: 2,
  });
}

function followed(absolute: string): Stats | undefined {
  try {
    return statSync(absolute, { throwIfNoEntry: false });
  } catch (error) {
    if (systemCode(error) === "ELOOP") return undefined;
    throw error;
  }
}

export function linkRefused(path: string): MlxError {
  return new MlxError("MLX_SYMLINK", `${path} is a symbolic link`, {
    hint: "add the file it leads to by its own path, or put a copy in the link's place with: mlx data add --follow",
    exitCode: 2,
  });
}

/** Several parts of one directory are one job; a job for all of it covers its parts. */
function mergeJobs(jobs: readonly AddJob[]): AddJob[] {
  const merged = new Map<string, AddJob>();
  for (const job of jobs) {
    const other = merged.get(job.path);
    if (other === undefined) merged.set(job.path, job);
    else if (job.under === undefined || other.under === undefined) {
      merged.set(job.path, job.under === undefined ? job : other);
    } else merged.set(job.path, { ...job, under: [...other.under, ...job.under] });
  }
  return [...merged.values()];
}
