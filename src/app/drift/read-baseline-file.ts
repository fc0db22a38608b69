import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { MlxError } from "../../core/errors.js";
import { type DriftBaseline, readBaseline } from "../../drift/baseline.js";
import { ioError } from "../../files/io-error.js";
import type { App } from "../app.js";
import { monitorNameOf } from "./find-monitor.js";
import { baselinePath } from "./monitor-paths.js";

/**
 * A baseline by its name or its file.
 * @throws {MlxError} `MLX_BASELINE_NOT_FOUND` or `MLX_INVALID_BASELINE`, exit 2.
 */
export async function readBaselineFile(app: App, typed: string): Promise<DriftBaseline> {
  const file = resolve(app.cwd, typed);
  if (isFile(file)) return readBaseline(typed, readBytes(file, typed));
  const { root } = await app.workspace();
  const path = baselinePath(monitorNameOf(typed));
  const named = join(root, path);
  if (isFile(named)) return readBaseline(path, readBytes(named, path));
  throw new MlxError(
    "MLX_BASELINE_NOT_FOUND",
    `there is no baseline ${typed}, neither a file nor one in drift/`,
    {
      hint: "mlx drift baseline NAME --data FILE makes one",
      exitCode: 2,
    },
  );
}

/** @throws {MlxError} `MLX_NO_SUCH_FILE` (exit 2), `MLX_IO`, `MLX_PERMISSION`. */
export function readBytes(path: string, shown: string): Buffer {
  if (!existsSync(path)) throw new MlxError("MLX_NO_SUCH_FILE", `there is no file ${shown}`, { exitCode: 2 });
  try {
    return readFileSync(path);
  } catch (error) {
    throw ioError(error, `cannot read ${shown}`);
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
