import { resolve } from "node:path";
import type { App } from "../../app/app.js";
import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import { writeFileAtomic } from "../../files/atomic-write.js";

/** Writes a report to a file. @throws {MlxError} `MLX_USAGE` (exit 2), `MLX_DISK_FULL`, `MLX_PERMISSION`, `MLX_IO`. */
export function writeReport(app: App, file: string, text: string): void {
  if (/\.(?:baseline\.json|drift\.yaml)$/i.test(file)) {
    throw new MlxError(
      "MLX_USAGE",
      `${displayPath(file)} is the name of a baseline or a monitor, not of a report`,
      {
        hint: "name another file",
        exitCode: 2,
      },
    );
  }
  writeFileAtomic(resolve(app.cwd, file), text.endsWith("\n") ? text : `${text}\n`);
  app.ui.note(`wrote ${displayPath(file)}`);
}
