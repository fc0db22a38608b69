import { resolve } from "node:path";
import type { App } from "../../app/app.js";
import { displayPath } from "../../core/visible-text.js";
import { writeFileAtomic } from "../../files/atomic-write.js";

/** Writes a report to a file. @throws {MlxError} `MLX_DISK_FULL`, `MLX_PERMISSION`, `MLX_IO`. */
export function writeReport(app: App, file: string, text: string): void {
  writeFileAtomic(resolve(app.cwd, file), text.endsWith("\n") ? text : `${text}\n`);
  app.ui.note(`wrote ${displayPath(file)}`);
}
