import { readFileSync } from "node:fs";
import { join } from "node:path";
import { systemCode } from "../../../core/errors.js";
import { parsePointer } from "../../../data/pointer.js";
import { foldersAbove, pointerPathOf } from "../../../data/target.js";
import type { App } from "../../app.js";
import { cachedEntriesOf } from "../../data/listing.js";

/** What a pointer says of a file. */
export interface Tracked {
  /** The pointer, from the repository's top. */
  readonly pointer: string;
  /** Undefined where it cannot be told: the directory's manifest is not at hand. */
  readonly sha256: string | undefined;
}

/**
 * The pointer that tracks a file, its own or that of a folder above it. Undefined for a file that no pointer names.
 * @param file from the repository's top. @throws {MlxError} `MLX_INVALID_POINTER`, exit 2.
 */
export async function trackedFile(app: App, root: string, file: string): Promise<Tracked | undefined> {
  for (const path of [file, ...foldersAbove(file)]) {
    const pointerPath = pointerPathOf(path);
    const text = textAt(join(root, pointerPath));
    if (text === undefined) continue;
    const pointer = await parsePointer(text, pointerPath);
    if (pointer.kind === "file") {
      if (path === file) return { pointer: pointerPath, sha256: pointer.sha256 };
      continue;
    }
    const inside = file.slice(path.length + 1);
    const entries = await cachedEntriesOf(await app.cache(), pointer, [inside]);
    const entry = entries?.find((item) => item.path === inside);
    // A file that the directory's pointer does not list is not tracked yet.
    if (entries === undefined || entry !== undefined) return { pointer: pointerPath, sha256: entry?.sha256 };
  }
  return undefined;
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (systemCode(error) !== undefined) return undefined;
    throw error;
  }
}
