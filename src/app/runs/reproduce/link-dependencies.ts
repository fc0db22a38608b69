import { existsSync, lstatSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { shellQuote } from "../../../core/shell-quote.js";
import type { Obstacle } from "../../../runs/reproducible.js";

/** Folders of installed packages, and the package managers whose lock files say what is in them. */
const dependencyFolders = [
  { name: "node_modules", managers: ["npm", "pnpm", "yarn", "bun"] },
  { name: ".venv", managers: ["uv", "poetry", "pip", "pipenv", "pdm", "conda"] },
  { name: "venv", managers: ["uv", "poetry", "pip", "pipenv", "pdm", "conda"] },
] as const;

/** A lock file as the run had it, and whether the worktree that packages are taken from has the same. */
export interface ComparedLock {
  /** From the repository's top. */
  readonly path: string;
  readonly manager: string;
  readonly sameInOrigin: boolean;
}

export interface DependencyOptions {
  /** The top of the worktree in which packages are installed. */
  readonly origin: string;
  /** The top of the worktree that lacks them. */
  readonly root: string;
  /** The command's folder, from the top. */
  readonly cwd: string;
  readonly locks: readonly ComparedLock[];
  /** Takes packages though their lock file is another one. */
  readonly ignoreLocks: boolean;
}

/**
 * Lets a new worktree see the packages installed in another one, as far as its lock files are those of the run. Each of
 * them is linked on its own, so that rules of `.gitignore` for folders hold.
 * @returns the folders linked, from the top, and those whose packages belong to another lock file.
 */
export function linkDependencies(options: DependencyOptions): {
  readonly linked: readonly string[];
  readonly obstacles: readonly Obstacle[];
} {
  const linked: string[] = [];
  const obstacles: Obstacle[] = [];
  for (const folder of foldersDownTo(options.cwd)) {
    for (const { name, managers } of dependencyFolders) {
      const path = folder === "." ? name : `${folder}/${name}`;
      const [from, to] = [join(options.origin, path), join(options.root, path)];
      if (existsSync(to) || !isFolder(from)) continue;
      const other = options.locks.find(
        (lock) => !lock.sameInOrigin && managers.some((manager) => manager === lock.manager),
      );
      if (other !== undefined && !options.ignoreLocks) obstacles.push(otherPackages(path, other));
      else {
        linkEntries(from, to);
        linked.push(path);
      }
    }
  }
  return { linked, obstacles };
}

/** The top and every folder on the way to the command's. */
function foldersDownTo(cwd: string): string[] {
  const folders = ["."];
  for (let folder = cwd; folder !== "." && folder !== ""; folder = dirname(folder)) folders.push(folder);
  return folders;
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function linkEntries(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from)) symlinkSync(join(from, entry), join(to, entry));
}

function otherPackages(folder: string, lock: ComparedLock): Obstacle {
  return {
    reason: `the packages in ${folder} were installed from another ${lock.path} than the run's`,
    hint: `install those of the run, or take these with --ignore-locks; git show COMMIT:${shellQuote(lock.path)} shows the run's`,
  };
}
