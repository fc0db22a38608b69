import { join } from "node:path";
import { type ObjectCache, openCache } from "../../cache/object-cache.js";
import { MlxError } from "../../core/errors.js";
import type { ResolvedConfig } from "../../core/settings.js";
import { closest } from "../../core/suggest.js";
import { type Selection, selectTargets, type Target } from "../../data/target.js";
import type { LockHolder } from "../../files/lock.js";
import type { Git } from "../../git/git.js";
import { ensureStateDirs, requireWorktree, type Workspace } from "../../workspace/discover.js";
import { lockWorkspace } from "../../workspace/lock.js";
import { type PointerSet, readWorkingPointers, requireValid } from "../../workspace/pointer-files.js";
import { toRepoPath } from "../../workspace/repo-path.js";
import { StatCache } from "../../workspace/stat-cache.js";
import type { App } from "../app.js";
import { registerCacheUser } from "./cache-users.js";

export interface SessionOptions {
  /** What is under way, for those who wait: `data add`. */
  readonly command: string;
  /** Takes the worktree's lock, for commands that change pointers or data. */
  readonly changesWorktree?: boolean;
  /** How the cache is used: `shared` while objects are added or read, `exclusive` while any are removed. */
  readonly cacheLock?: "shared" | "exclusive";
  /** Whether a bare repository will do. Default false. */
  readonly bare?: boolean;
}

/** What every data command works with: the repository, its pointers, its cache, and what was last seen on disk. */
export interface DataSession {
  readonly app: App;
  readonly workspace: Workspace;
  readonly git: Git;
  readonly config: ResolvedConfig;
  readonly cache: ObjectCache;
  readonly statCache: StatCache;
}

/** Opens the repository for a data command; its locks are given back when the command ends. */
export async function openDataSession(app: App, options: SessionOptions): Promise<DataSession> {
  const workspace = await app.workspace();
  if (options.bare !== true) requireWorktree(workspace);
  const [git, config] = await Promise.all([app.git(), app.config()]);
  ensureStateDirs(workspace);
  const cache = openProjectCache(workspace, config);
  const lockOptions = {
    command: options.command,
    signal: app.signal,
    onWait: (holder: LockHolder) => tellWait(app, holder),
  };
  if (options.changesWorktree) {
    const lock = await lockWorkspace(workspace.stateDir, lockOptions);
    app.onEnd(() => lock.release());
  }
  if (options.cacheLock) {
    const lock = await cache.lock({ ...lockOptions, mode: options.cacheLock });
    app.onEnd(() => lock.release());
  }
  if (options.cacheLock && config.cache.dir !== undefined) registerCacheUser(cache.root, workspace);
  const statCache = StatCache.open(join(workspace.stateDir, "stat-cache"));
  return { app, workspace, git, config, cache, statCache };
}

/** The cache that the configuration names: the repository's own, or one that a team shares. */
export function openProjectCache(workspace: Workspace, config: ResolvedConfig): ObjectCache {
  const shared = config.cache.dir;
  return openCache({
    root: shared ?? join(workspace.sharedDir, "cache"),
    quarantine: shared ? join(shared, "quarantine") : join(workspace.sharedDir, "quarantine"),
    tmp: join(workspace.stateDir, "tmp"),
    group: config.cache.group,
    links: config.cache.link,
  });
}

/** The pointers of the working tree. */
export function workingPointers(session: DataSession): Promise<PointerSet> {
  return readWorkingPointers(session.workspace.root, session.git);
}

/**
 * The targets that the paths a user typed name; all of them for no paths. Unreadable pointers are an error only where
 * they could be meant.
 * @throws {MlxError} `MLX_NOT_TRACKED`, exit 2, with what was probably meant.
 */
export async function selectWorking(session: DataSession, typed: readonly string[]): Promise<Selection[]> {
  const set = await workingPointers(session);
  return selectFrom(session, set, typed);
}

export function selectFrom(session: DataSession, set: PointerSet, typed: readonly string[]): Selection[] {
  const paths = typed.map((path) => toRepoPath(session.workspace.root, session.app.cwd, path));
  const { selected, unmatched } = selectTargets(set.targets, paths);
  if (typed.length === 0 || unmatched.length > 0) requireValid(set);
  const [first] = unmatched;
  if (first === undefined) return selected;
  throw notTracked(first, set.targets);
}

export function notTracked(path: string, targets: readonly Target[]): MlxError {
  const meant = closest(
    path,
    targets.map((target) => target.path),
  );
  return new MlxError("MLX_NOT_TRACKED", `${path} is not tracked by mlx, and nothing below it is`, {
    hint:
      meant === undefined
        ? "mlx data ls shows what is; mlx data add PATH tracks a path"
        : `did you mean ${meant}?`,
    exitCode: 2,
  });
}

function tellWait(app: App, holder: LockHolder): void {
  const work = holder.command === "" ? "another mlx" : `mlx ${holder.command}`;
  const where = holder.host === "" ? "" : ` on ${holder.host}`;
  app.ui.note(`waiting for ${work} (process ${holder.pid}${where}) to finish…`);
}
