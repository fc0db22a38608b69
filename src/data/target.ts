import { entryPathProblem } from "./entry-path.js";
import type { Pointer } from "./types.js";

const suffix = ".mlx";

/** A path that a pointer tracks. */
export interface Target {
  /** The data, from the repository's top. */
  readonly path: string;
  /** The pointer beside it. */
  readonly pointerPath: string;
  readonly pointer: Pointer;
}

/** What a command was asked to work on: a tracked path, or parts of a tracked directory. */
export interface Selection {
  readonly target: Target;
  /** Paths inside the directory, to which the work is limited; absent for all of it. */
  readonly under?: readonly string[];
}

export function pointerPathOf(dataPath: string): string {
  return `${dataPath}${suffix}`;
}

/** The data path of a pointer file; `undefined` if the name is not that of one. */
export function dataPathOf(pointerPath: string): string | undefined {
  const name = pointerPath.slice(pointerPath.lastIndexOf("/") + 1);
  return name.endsWith(suffix) && name.length > suffix.length
    ? pointerPath.slice(0, -suffix.length)
    : undefined;
}

/**
 * Why nothing at this path may be tracked, worded to follow the path (`holds mlx's own files`); `undefined` if it may.
 * @param dataPath from the repository's top.
 */
export function dataPathProblem(dataPath: string): string | undefined {
  if (/^\.mlx(?:\/|$)/i.test(dataPath)) return "holds mlx's own files";
  return entryPathProblem(dataPath);
}

/** Whether `path` is `folder` itself or below it; `.` holds everything. */
export function isWithin(path: string, folder: string): boolean {
  return folder === "." || path === folder || path.startsWith(`${folder}/`);
}

/** The folders that a path lies in, the nearest first; without the repository's top. */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let cut = path.lastIndexOf("/"); cut > 0; cut = path.lastIndexOf("/", cut - 1)) {
    folders.push(path.slice(0, cut));
  }
  return folders;
}

/** Whether a file of a directory is part of a selection. */
export function isSelected(path: string, under: readonly string[] | undefined): boolean {
  return under === undefined || under.some((part) => isWithin(path, part));
}

/**
 * Picks the targets that paths from the repository's top name: a pointer, its data, a folder above pointers, or a part
 * of a tracked directory. No path at all selects every target.
 * @returns also the paths that match nothing.
 */
export function selectTargets(
  targets: readonly Target[],
  paths: readonly string[],
): { selected: Selection[]; unmatched: string[] } {
  if (paths.length === 0) return { selected: targets.map((target) => ({ target })), unmatched: [] };
  const whole = new Set<Target>();
  const parts = new Map<Target, Set<string>>();
  const unmatched = paths.filter((path) => {
    const data = targets.some((target) => target.pointerPath === path) ? path.slice(0, -suffix.length) : path;
    const below = targets.filter((target) => isWithin(target.path, data));
    for (const target of below) whole.add(target);
    // Targets of several revisions come together: each version of the directory has its part.
    const holders = targets.filter(
      ({ path: folder, pointer }) =>
        pointer.kind === "directory" && folder !== data && isWithin(data, folder),
    );
    for (const holder of holders)
      parts.set(holder, (parts.get(holder) ?? new Set()).add(data.slice(holder.path.length + 1)));
    return below.length + holders.length === 0;
  });
  const selected = targets.flatMap((target): Selection[] => {
    if (whole.has(target)) return [{ target }];
    const under = parts.get(target);
    return under ? [{ target, under: [...under] }] : [];
  });
  return { selected, unmatched };
}

/** Pairs of targets of which the second lies inside the first, so that two pointers would claim the same file. */
export function nestedTargets(targets: readonly Target[]): [outer: Target, inner: Target][] {
  const byPath = new Map(targets.map((target) => [target.path, target]));
  return targets.flatMap((inner): [outer: Target, inner: Target][] => {
    const outer = foldersAbove(inner.path)
      .map((folder) => byPath.get(folder))
      .find((target) => target !== undefined);
    return outer ? [[outer, inner]] : [];
  });
}
