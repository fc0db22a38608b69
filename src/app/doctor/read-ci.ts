import { join } from "node:path";
import { ciCommandsIn, isCiFile, isScheduled, scriptWords } from "../../doctor/ci-commands.js";
import type { CiFacts } from "../../doctor/facts.js";
import { smallFile } from "../../files/small-file.js";

/**
 * What CI runs of mlx: in its own files and in the scripts that these call.
 * @param paths of the files that git does not ignore, from the repository's top.
 */
export function readCi(root: string, paths: readonly string[]): CiFacts {
  const known = new Set(paths);
  const files = paths.filter(isCiFile);
  const commands = files.flatMap((file) => {
    const text = textOf(root, file);
    const scheduled = isScheduled(text);
    const scripts = scriptWords(text).filter((word) => known.has(word) && !isCiFile(word));
    return [
      ...ciCommandsIn(text, file, scheduled),
      ...scripts.flatMap((script) => ciCommandsIn(textOf(root, script), script, scheduled)),
    ];
  });
  return { files, commands };
}

function textOf(root: string, path: string): string {
  const bytes = smallFile(join(root, path));
  return bytes === undefined || bytes.includes(0) ? "" : bytes.toString("utf8");
}
