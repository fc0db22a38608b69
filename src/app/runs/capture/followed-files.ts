import { readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { isInside } from "../../../files/is-inside.js";
import { realPath } from "../../../files/real-path.js";

interface Followed {
  /** Inside the folder, by the link's name. */
  readonly path: string;
  /** Where its bytes are: absolute, without links. */
  readonly source: string;
}

interface Refused {
  readonly path: string;
  readonly message: string;
}

/**
 * The files that symbolic links inside a folder lead to, links behind links included; one that cannot be followed is
 * told, not thrown.
 * @param within absolute, without links: what lies outside of it is refused. Absent: anywhere.
 */
export function followedFiles(
  root: string,
  links: readonly string[],
  within: string | undefined,
): { readonly files: readonly Followed[]; readonly refused: readonly Refused[] } {
  const files: Followed[] = [];
  const refused: Refused[] = [];
  const follow = (path: string, above: readonly string[]): void => {
    const refuse = (message: string) => refused.push({ path, message });
    const real = realPath(join(root, path));
    if (real === undefined) refuse("the link leads nowhere");
    else if (within !== undefined && !isInside(within, real)) refuse("the link leads out of the repository");
    else if (above.includes(real)) refuse("the link leads in a circle");
    else {
      const stats = statSync(real);
      if (stats.isFile()) files.push({ path, source: real });
      else if (stats.isDirectory()) {
        for (const name of readdirSync(real)) follow(`${path}/${name}`, [...above, real]);
      } else refuse("the link leads to something that is neither a file nor a folder");
    }
  };
  for (const link of links) follow(link, [realpathSync(root)]);
  return { files, refused };
}
