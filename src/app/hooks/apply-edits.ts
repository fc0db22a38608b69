import { chmodSync, renameSync, rmSync, statSync } from "node:fs";
import { writeFileAtomic } from "../../files/atomic-write.js";
import { ioError } from "../../files/io-error.js";
import type { FileEdit } from "./hook-step.js";

/** Makes the changes, one after the other. @throws {MlxError} `MLX_PERMISSION`, exit 4; `MLX_DISK_FULL`; `MLX_IO`. */
export function applyEdits(edits: readonly FileEdit[]): void {
  for (const edit of edits) {
    switch (edit.kind) {
      case "write":
        writeFileAtomic(edit.path, edit.bytes, edit.mode === undefined ? {} : { mode: edit.mode });
        if (edit.mode !== undefined) makeExecutable(edit.path);
        break;
      case "move":
        attempt(() => renameSync(edit.from, edit.to), `cannot move ${edit.from} to ${edit.to}`);
        break;
      case "remove":
        attempt(() => rmSync(edit.path), `cannot remove ${edit.path}`);
        break;
    }
  }
}

function attempt(change: () => void, what: string): void {
  try {
    change();
  } catch (error) {
    throw ioError(error, what);
  }
}

/** A file that is replaced keeps its permissions, and git runs no hook that may not be executed. */
function makeExecutable(path: string): void {
  const { mode } = statSync(path);
  const readable = mode & 0o444;
  if ((mode & 0o111) === 0)
    attempt(() => chmodSync(path, mode | (readable >> 2)), `cannot make ${path} executable`);
}
