import { existsSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { MlxError } from "../core/errors.js";
import { Git } from "../git/git.js";
import { ensureFolder } from "./folders.js";

/** Where a repository's parts are. All paths are absolute. */
export interface Workspace {
  /** The top of this worktree; the repository itself when it is bare. */
  readonly root: string;
  /** The main worktree's top: the same unless this one is linked. */
  readonly mainRoot: string;
  readonly gitDir: string;
  readonly commonDir: string;
  readonly bare: boolean;
  /** `<root>/.mlx`: this worktree's lock, stat cache and temporary files. */
  readonly stateDir: string;
  /** `<mainRoot>/.mlx`: what all worktrees share: cache, ledger, quarantine, local configuration. */
  readonly sharedDir: string;
}

/**
 * Finds the repository that holds `cwd`, as git would, without starting git unless `GIT_DIR` steers it.
 * @throws {MlxError} `MLX_NOT_A_REPOSITORY`, exit 2.
 */
export async function discoverWorkspace(cwd: string, env: NodeJS.ProcessEnv): Promise<Workspace> {
  const found = env["GIT_DIR"] ? await askGit(cwd, env) : climb(realpathSync(cwd));
  if (found) return found;
  throw new MlxError("MLX_NOT_A_REPOSITORY", `${cwd} is not inside a git repository`, {
    hint: "start one with: mlx init",
    exitCode: 2,
  });
}

/** Refuses a bare repository, for commands that read or write data files. */
export function requireWorktree(workspace: Workspace): Workspace {
  if (!workspace.bare) return workspace;
  throw new MlxError(
    "MLX_BARE_REPOSITORY",
    `${workspace.root} is a bare repository: it has no working tree`,
    {
      hint: "clone it, or name revisions: --rev, --all-branches, mlx data ls REF, mlx data diff A B",
      exitCode: 2,
    },
  );
}

/** Makes `.mlx` with a `.gitignore` of its own, so that git never sees what is inside. */
export function ensureStateDirs(workspace: Workspace): void {
  for (const dir of new Set([workspace.stateDir, workspace.sharedDir])) {
    const ignore = join(dir, ".gitignore");
    if (existsSync(ignore)) continue;
    ensureFolder(dir);
    writeFileSync(ignore, "# written by mlx: nothing in this folder belongs into git\n*\n");
  }
}

function climb(start: string): Workspace | undefined {
  for (let dir = start; ; dir = dirname(dir)) {
    const dotGit = join(dir, ".git");
    const stat = statSync(dotGit, { throwIfNoEntry: false });
    if (stat?.isDirectory() && looksLikeGitDir(dotGit)) return describe(dir, dotGit);
    if (stat?.isFile()) {
      const target = /^gitdir: (.+?)\r?\n?$/.exec(readFileSync(dotGit, "utf8"))?.[1];
      if (target !== undefined) return describe(dir, resolve(dir, target));
    }
    if (looksLikeGitDir(dir)) return bareRepository(dir);
    if (dirname(dir) === dir) return undefined;
  }
}

async function askGit(cwd: string, env: NodeJS.ProcessEnv): Promise<Workspace | undefined> {
  const git = new Git(cwd, env);
  const gitDir = await git.text(["rev-parse", "--absolute-git-dir"], { allow: [128] });
  if (gitDir === "") return undefined;
  const top = await git.text(["rev-parse", "--show-toplevel"], { allow: [128] });
  return top === "" ? bareRepository(gitDir) : describe(realpathSync(top), gitDir);
}

function describe(root: string, gitDir: string): Workspace {
  const commonDir = commonDirOf(gitDir);
  const mainRoot = commonDir === gitDir ? root : mainRootOf(commonDir);
  const [stateDir, sharedDir] = [join(root, ".mlx"), join(mainRoot, ".mlx")];
  return { root, mainRoot, gitDir, commonDir, bare: false, stateDir, sharedDir };
}

function bareRepository(dir: string): Workspace {
  const stateDir = join(dir, ".mlx");
  return { root: dir, mainRoot: dir, gitDir: dir, commonDir: dir, bare: true, stateDir, sharedDir: stateDir };
}

function commonDirOf(gitDir: string): string {
  try {
    return resolve(gitDir, readFileSync(join(gitDir, "commondir"), "utf8").trim());
  } catch {
    return gitDir;
  }
}

/** The main worktree of a linked one; for a bare repository with worktrees, the repository's own folder. */
function mainRootOf(commonDir: string): string {
  const config = readFileSync(join(commonDir, "config"), "utf8");
  if (/^\s*bare\s*=\s*true\s*$/im.test(config)) return commonDir;
  const worktree = /^\s*worktree\s*=\s*(.+?)\s*$/im.exec(config)?.[1];
  if (worktree !== undefined) return resolve(commonDir, worktree);
  return basename(commonDir) === ".git" ? dirname(commonDir) : commonDir;
}

function looksLikeGitDir(dir: string): boolean {
  return existsSync(join(dir, "HEAD")) && existsSync(join(dir, "objects")) && existsSync(join(dir, "refs"));
}
