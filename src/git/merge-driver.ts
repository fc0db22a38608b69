import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Git } from "./git.js";

/**
 * The attribute line that names the driver; `mlx init` writes it. Not plain `text`: MATLAB's live scripts, which are zip
 * archives, have the same suffix, and must not be taken for text.
 */
export const pointerAttributes = "*.mlx text=auto eol=lf merge=mlx";

/** Ignore rules that two branches add side by side both stay; `mlx init` writes this line too. */
export const ignoreAttributes = ".gitignore merge=union";

/** Whether a clone's root `.gitattributes` names the merge driver. */
export function attributesNameDriver(root: string): boolean {
  try {
    return /^[^#\n]*\bmerge=mlx\b/m.test(readFileSync(join(root, ".gitattributes"), "utf8"));
  } catch {
    return false;
  }
}

/**
 * Makes git call this mlx to merge pointers: by absolute path while that exists, else `mlx` on PATH, else git itself.
 * @param self the node binary and the script, both absolute.
 * @returns whether anything had to be written.
 */
export async function installMergeDriver(
  place: { readonly root: string; readonly commonDir: string },
  self: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<boolean> {
  if (driverWorks(place.commonDir)) return false;
  const git = new Git(place.root, env);
  await git.run(["config", "--local", "merge.mlx.name", "mlx data pointers, merged path by path"]);
  await git.run(["config", "--local", "merge.mlx.driver", driverCommand(self)]);
  return true;
}

/** Whether the configuration holds a driver whose programs are still there; reads the file, since every command asks. */
function driverWorks(commonDir: string): boolean {
  let text: string;
  try {
    text = readFileSync(join(commonDir, "config"), "utf8");
  } catch {
    return false;
  }
  const driver = /^\[merge "mlx"\][^[]*?^\s*driver\s*=\s*(.*)$/m.exec(text)?.[1];
  if (driver === undefined) return false;
  // As the shell quotes them, in a file that doubles each backslash, with the % that git expands doubled too.
  const programs = [...driver.matchAll(/-[xf] '((?:[^']|'\\\\'')+)'/g)].map(([, path = ""]) => path);
  return programs.every((path) => existsSync(path.replaceAll("'\\\\''", "'").replaceAll("%%", "%")));
}

function driverCommand(self: readonly string[]): string {
  const call = "data merge-driver --marker-size %L --path %P --ancestor %O --ours %A --theirs %B";
  const asText = "git merge-file --marker-size=%L -L ours -L ancestor -L theirs %A %O %B";
  const [node = "node", script = ""] = self.map((part) => part.replaceAll("\\", "/").replaceAll("%", "%%"));
  return [
    `if [ -x ${quote(node)} ] && [ -f ${quote(script)} ]; then ${quote(node)} ${quote(script)} ${call};`,
    `elif command -v mlx >/dev/null 2>&1; then mlx ${call};`,
    `else echo mlx was not found, so this pointer is merged as text: %P >&2; ${asText}; fi`,
  ].join(" ");
}

/** Single quotes for the shell that git runs a driver with. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
