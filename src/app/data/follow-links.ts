import { readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { MlxError, systemCode } from "../../core/errors.js";
import type { FileEntry } from "../../data/types.js";

/** A file that is reached through a symbolic link. */
export interface FollowedFile {
  /** Inside the tracked directory. */
  readonly path: string;
  /** Where its bytes are: absolute, without links. */
  readonly source: string;
  /** The link, inside the tracked directory: the file itself or a folder above it. */
  readonly link: string;
}

/** Such a file once it is in the cache. */
export interface FollowedEntry extends FileEntry {
  readonly link: string;
}

/**
 * The files that symbolic links inside a directory lead to, links behind links included.
 * @param root the directory, absolute. @param links paths of links inside it.
 * @throws {MlxError} exit 2 for a link that leads nowhere or in a circle, or to something that is no file or folder.
 */
export function followLinks(root: string, links: readonly string[]): FollowedFile[] {
  return links.flatMap((link) => follow(root, link, link, [realpathSync(root)]));
}

function follow(root: string, path: string, link: string, above: readonly string[]): FollowedFile[] {
  const real = resolveLink(join(root, path), path);
  if (above.includes(real)) throw refuse(path, "leads in a circle");
  const stat = statSync(real);
  if (stat.isFile()) return [{ path, source: real, link }];
  if (!stat.isDirectory()) throw refuse(path, "leads to something that is neither a file nor a folder");
  return readdirSync(real).flatMap((name) => follow(root, `${path}/${name}`, link, [...above, real]));
}

function resolveLink(absolute: string, path: string): string {
  try {
    return realpathSync(absolute);
  } catch (error) {
    throw refuse(path, systemCode(error) === "ELOOP" ? "leads in a circle" : "leads nowhere");
  }
}

function refuse(path: string, what: string): MlxError {
  return new MlxError("MLX_SYMLINK", `the symbolic link ${path} ${what}`, {
    hint: "remove or mend the link, then add again",
    exitCode: 2,
  });
}
