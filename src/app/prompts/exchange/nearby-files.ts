import { realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { MlxError, systemCode } from "../../../core/errors.js";
import { largestText } from "../../../core/file-tree.js";
import { displayPath } from "../../../core/visible-text.js";
import { ioError } from "../../../files/io-error.js";
import { isInside } from "../../../files/is-inside.js";
import { readAtMost } from "../../../files/read-at-most.js";
import { realPath } from "../../../files/real-path.js";
import { decodePrompt } from "../../../prompts/decode-prompt.js";
import type { TextSource } from "../../../prompts/source.js";

/** A file that is imported, and those beside it that it may take in. */
export interface NearbyFiles {
  readonly source: TextSource;
  /** A file by its path from the imported one's folder; a string says why it cannot be read. */
  near(path: string): TextSource | string;
}

/**
 * Reads a file of another tool.
 * @param file as typed. @param top files that it takes in must lie below here or beside it.
 * @throws {MlxError} `MLX_PROMPT_IMPORT`, exit 2: it is not there, or no text.
 */
export function openNearby(cwd: string, file: string, top: string): NearbyFiles {
  const path = resolve(cwd, file);
  const source = readText(path, displayPath(file));
  if (typeof source === "string") throw new MlxError("MLX_PROMPT_IMPORT", source, { exitCode: 2 });
  const folder = realpathSync(dirname(path));
  return {
    source,
    near: (name) => {
      const shown = displayPath(join(dirname(file), name));
      const target = resolve(folder, name);
      const real = realPath(target);
      if (real === undefined) return `there is no file ${shown}`;
      const inside = [folder, realpathSync(top)].some((root) => isInside(root, real));
      if (!inside) return `${shown} lies outside of the repository`;
      // A pipe that nobody writes to is waited for without end.
      const isPipe = statSync(real, { throwIfNoEntry: false })?.isFIFO() === true;
      return isPipe ? `${shown} is a pipe` : readText(real, shown);
    },
  };
}

function readText(path: string, shown: string): TextSource | string {
  let bytes: Buffer;
  try {
    if (statSync(path).isDirectory()) return `${shown} is a folder`;
    bytes = readAtMost(path, largestText);
  } catch (error) {
    if (systemCode(error) === "ENOENT" || systemCode(error) === "ENOTDIR") return `there is no file ${shown}`;
    throw ioError(error, `cannot read ${shown}`);
  }
  const { source, problems } = decodePrompt(shown, bytes);
  const [problem] = problems;
  return problem ? `${shown}: ${problem.message}` : source;
}
