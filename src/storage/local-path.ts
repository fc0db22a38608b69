import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { MlxError, systemCode } from "../core/errors.js";

/**
 * The absolute path of a folder store. @param url a path, or `file://` with an absolute path. @param base what a relative path starts from.
 * @throws MlxError `MLX_REMOTE_URL`, exit 2.
 */
export function localPath(url: string, base: string): string {
  if (!/^file:/iu.test(url)) return resolve(base, url);
  try {
    const path = fileURLToPath(url);
    if (isAbsolute(path)) return path;
  } catch (error) {
    if (!systemCode(error)?.startsWith("ERR_INVALID_")) throw error;
  }
  throw new MlxError("MLX_REMOTE_URL", `${url} is not the address of a local folder`, {
    hint: "write it as file:///absolute/path, or as a plain path",
    exitCode: 2,
  });
}
