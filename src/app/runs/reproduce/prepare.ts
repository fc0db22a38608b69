import { dirname, join } from "node:path";
import type { Obstacle } from "../../../runs/reproducible.js";
import type { PathDigest, RunContext } from "../../../runs/types.js";
import { ensureFolder } from "../../../workspace/folders.js";
import type { App } from "../../app.js";
import { type DataSession, openDataSession } from "../../data/session.js";
import { trackedData } from "../capture/tracked-data.js";
import { bringData } from "./bring-data.js";
import { bringFiles } from "./bring-files.js";
import { digestPaths } from "./digest-paths.js";
import { type ComparedLock, linkDependencies } from "./link-dependencies.js";

export interface PrepareOptions {
  readonly remote?: string;
  readonly ignoreLocks: boolean;
}

export interface Prepared {
  readonly obstacles: readonly Obstacle[];
  /** What was brought from another worktree or the cache, from the top. */
  readonly copied: readonly string[];
  /** Folders of installed packages that were linked. */
  readonly linked: readonly string[];
  /** Lock files that are not as they were, and are not to matter. */
  readonly otherLocks: readonly string[];
}

const command = "runs reproduce";

/**
 * Makes a new worktree like the one that a run was recorded in: data, files that nobody versions, installed packages;
 * and checks each of them.
 * @param origin the app of the person. @param app rooted at the new worktree; ended by the caller before the command runs,
 * so that no lock is held meanwhile.
 */
export async function prepareWorktree(
  origin: App,
  app: App,
  context: RunContext,
  options: PrepareOptions,
): Promise<Prepared> {
  const session = await openDataSession(app, { command, changesWorktree: true, cacheLock: "shared" });
  const data = await bringData(session, context, options.remote);
  const others = data.length > 0 ? [] : await otherData(session, context);
  const own = await openDataSession(origin, { command });
  const origins = [own, ...(await mainSession(origin))];
  const bring = (what: string, recorded: readonly PathDigest[] = []) =>
    bringFiles({ session, origins, what, recorded });
  const inputs = await bring("input", context.inputs);
  const params = await bring("parameter file", context.paramFiles);
  const locks = await bring("lock file", context.lockFiles);
  const packages = linkDependencies({
    origin: own.workspace.root,
    root: session.workspace.root,
    cwd: context.command?.cwd ?? ".",
    locks: await compareLocks(own, context),
    ignoreLocks: options.ignoreLocks,
  });
  // Git keeps no empty folders, and the command may count on those that it writes to.
  for (const { path } of context.outputs ?? []) ensureFolder(join(session.workspace.root, dirname(path)));
  session.statCache.save();
  const lockObstacles = options.ignoreLocks ? [] : locks.obstacles;
  return {
    obstacles: [
      ...data,
      ...others,
      ...inputs.obstacles,
      ...params.obstacles,
      ...lockObstacles,
      ...packages.obstacles,
    ],
    copied: [...inputs.copied, ...params.copied, ...locks.copied],
    linked: packages.linked,
    otherLocks: options.ignoreLocks ? locks.obstacles.map(({ reason }) => reason) : [],
  };
}

/** Data that is not what the run's pointers named. */
async function otherData(session: DataSession, { data }: RunContext): Promise<Obstacle[]> {
  const { data: now } = await trackedData(session);
  const found = new Map(now?.pointers.map(({ path, sha256 }) => [path, sha256]));
  const modified = new Set(now?.modified);
  return (data?.pointers ?? [])
    .filter(({ path, sha256 }) => found.get(path) !== sha256 || modified.has(path))
    .map(({ path }) => ({ reason: `${path} is not the data that the run had` }));
}

/** The main worktree, seen from a linked one. */
async function mainSession(origin: App): Promise<DataSession[]> {
  const { root, mainRoot } = await origin.workspace();
  if (root === mainRoot) return [];
  const main = origin.inFolder(mainRoot);
  return (await main.workspace()).bare ? [] : [await openDataSession(main, { command })];
}

async function compareLocks(session: DataSession, { lockFiles = [] }: RunContext): Promise<ComparedLock[]> {
  const paths = lockFiles.map(({ path }) => path);
  const here = await digestPaths(session, paths);
  return lockFiles.map(({ path, manager, sha256 }, index) => ({
    path,
    manager,
    sameInOrigin: here[index]?.sha256 === sha256,
  }));
}
