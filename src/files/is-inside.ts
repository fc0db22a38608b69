import { isAbsolute, relative, sep } from "node:path";

/** Whether a path is a folder or lies in it. Both absolute, and without symbolic links where these must not deceive. */
export function isInside(folder: string, path: string): boolean {
  return wayInside(folder, path) !== undefined;
}

/** The way from a folder to what lies in it, with `/` between its parts; undefined for a path that lies elsewhere. */
export function wayInside(folder: string, path: string): string | undefined {
  const way = relative(folder, path);
  const leads = way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
  return leads ? undefined : way.split(sep).join("/");
}
