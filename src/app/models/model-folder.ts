import { copyFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { ioError } from "../../files/io-error.js";
import { linkFile } from "../../files/link-file.js";
import { removeTempDir, tempDir } from "../../files/temp-dir.js";
import type { ResolvedVersion } from "../../registry/versions/resolve-version.js";
import type { App } from "../app.js";
import { bringArtifacts } from "./model-artifacts.js";

/**
 * A folder with the files of a version under their own names, for programs to read; it is gone when the command ends. Files are
 * clones of those in the cache where the disk can do that, else copies: whoever writes into them changes nothing else.
 * @returns absolute. @throws {MlxError} as `bringArtifacts`; `MLX_DISK_FULL`, `MLX_IO`.
 */
export async function modelFolder(
  app: App,
  resolved: Pick<ResolvedVersion, "record" | "frozen">,
): Promise<string> {
  const [artifacts, { stateDir }] = await Promise.all([bringArtifacts(app, resolved), app.workspace()]);
  const folder = tempDir(join(stateDir, "tmp"));
  app.onEnd(() => removeTempDir(folder));
  for (const { path, file } of artifacts) {
    const target = join(folder, ...path.split("/"));
    try {
      mkdirSync(dirname(target), { recursive: true });
      if (!linkFile(file, target, "reflink")) copyFileSync(file, target);
    } catch (error) {
      throw ioError(error, `cannot lay out ${path}`);
    }
  }
  return folder;
}
