import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { MlxError, systemCode } from "../../../core/errors.js";
import { displayPath } from "../../../core/visible-text.js";
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
      const real = existing(target);
      if (real === undefined) return `there is no file ${shown}`;
      const inside = [folder, realpathSync(top)].some((root) => isBelow(real, root));
      return inside ? readText(real, shown) : `${shown} lies outside of the repository`;
    },
  };
}

function existing(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function isBelow(path: string, root: string): boolean {
  const from = relative(root, path);
  return from !== "" && from !== ".." && !from.startsWith(`..${sep}`) && resolve(root, from) === path;
}

function readText(path: string, shown: string): TextSource | string {
  let bytes: Buffer;
  try {
    if (statSync(path).isDirectory()) return `${shown} is a folder`;
    bytes = readFileSync(path);
  } catch (error) {
    if (systemCode(error) === "ENOENT" || systemCode(error) === "ENOTDIR") return `there is no file ${shown}`;
    throw error;
  }
  const { source, problems } = decodePrompt(shown, bytes);
  const [problem] = problems;
  return problem ? `${shown}: ${problem.message}` : source;
}
