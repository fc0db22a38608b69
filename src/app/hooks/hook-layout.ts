import { existsSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { isInside } from "../../files/is-inside.js";
import { realPath } from "../../files/real-path.js";
import { type HooksFolder, hooksFolder } from "../../git/hooks-folder.js";
import type { App } from "../app.js";

/** Where the hooks of a repository are, and who runs them. Paths are absolute. */
export interface HookLayout {
  readonly root: string;
  /** git's own folder of hooks, by `core.hooksPath` or not. */
  readonly folder: HooksFolder;
  /** Whether that folder lies among the files of the project, so that others get what is in it. */
  readonly shared: boolean;
  /** Where husky takes its hooks from, and whether git calls husky in this clone. */
  readonly husky?: { readonly folder: string; readonly active: boolean };
  /** lefthook's configuration. */
  readonly lefthook?: string;
  /** The pre-commit framework's configuration. */
  readonly framework?: string;
}

const lefthookNames = ["lefthook", ".lefthook", join(".config", "lefthook")].flatMap((name) =>
  ["yml", "yaml", "toml", "json", "jsonc"].map((suffix) => `${name}.${suffix}`),
);
const frameworkNames = [".pre-commit-config.yaml", ".pre-commit-config.yml"];

/** Looks at a repository that has a working tree. */
export async function readHookLayout(app: App): Promise<HookLayout> {
  const [workspace, git] = await Promise.all([app.workspace(), app.git()]);
  const folder = await hooksFolder(git);
  const husky = huskyOf(workspace.root, folder);
  const lefthook = firstOf(workspace.root, lefthookNames);
  const framework = firstOf(workspace.root, frameworkNames);
  return {
    root: workspace.root,
    folder,
    shared: isWithin(folder.path, workspace.root) && !isWithin(folder.path, workspace.commonDir),
    ...(husky && { husky }),
    ...(lefthook !== undefined && { lefthook }),
    ...(framework !== undefined && { framework }),
  };
}

/** husky sets `core.hooksPath` to `.husky/_`, its versions before 9 to `.husky`. */
function huskyOf(root: string, folder: HooksFolder): HookLayout["husky"] {
  const names = [folder.path, dirname(folder.path)].map((path) => basename(path));
  if (names[0] === "_" && names[1] === ".husky") return { folder: dirname(folder.path), active: true };
  if (names[0] === ".husky") return { folder: folder.path, active: true };
  const unused = join(root, ".husky");
  return folder.configured === undefined && existsSync(unused)
    ? { folder: unused, active: false }
    : undefined;
}

function firstOf(root: string, names: readonly string[]): string | undefined {
  return names.map((name) => join(root, name)).find((path) => existsSync(path));
}

function isWithin(path: string, folder: string): boolean {
  return isInside(nearestRealPath(folder), nearestRealPath(path));
}

/** The path without symbolic links, as far as it exists. */
function nearestRealPath(path: string): string {
  const parent = dirname(path);
  return realPath(path) ?? (parent === path ? path : resolve(nearestRealPath(parent), basename(path)));
}

/** A file as the person would type it: from the repository's top where it lies inside. */
export function hookPath(root: string, file: string): string {
  const path = relative(root, file);
  return path.startsWith("..") || path === "" ? file : path.split(sep).join("/");
}
