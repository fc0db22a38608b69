import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { walk } from "../../files/walk.js";
import type { MlflowArtifact } from "./history.js";
import { sourceError } from "./source-error.js";

/** The folder that an artifact URI names; `undefined` for one of another scheme than `file:`. */
export function localFolder(uri: string): string | undefined {
  if (uri.startsWith("file:")) {
    try {
      return fileURLToPath(uri.startsWith("file://") ? uri : uri.replace("file:", "file://"));
    } catch {
      return undefined;
    }
  }
  return /^[a-zA-Z][a-zA-Z0-9+.-]+:/.test(uri) ? undefined : uri;
}

/** The artifacts in a folder. @param missing told of symbolic links and devices, which are not followed. */
export function filesBelow(folder: string, missing: string[]): MlflowArtifact[] {
  return walkFiles(folder, missing).map(({ path, file }) => ({ path, source: { file } }));
}

/** Every file below a folder, by its relative path. @throws {MlxError} `MLX_MLFLOW_SOURCE` */
export function walkFiles(
  folder: string,
  missing: string[] = [],
): { readonly path: string; readonly file: string }[] {
  const listing = walk(folder);
  const [unreadable] = listing.oddities.filter(({ what }) => what === "unreadable");
  if (unreadable) throw sourceError(`${join(folder, unreadable.path)}: ${unreadable.message}`);
  for (const { path, message } of listing.oddities) missing.push(`${join(folder, path)}: ${message}`);
  return listing.files().map((path) => ({ path, file: join(folder, path) }));
}
