import { statSync } from "node:fs";
import { basename, join } from "node:path";
import type { ObjectCache } from "../../cache/object-cache.js";
import { MlxError } from "../../core/errors.js";
import { ioReason } from "../../files/io-error.js";
import { walk } from "../../files/walk.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { artifactPathProblem } from "../../runs/artifact-path.js";
import type { RunArtifact, RunId } from "../../runs/types.js";

export interface KeepRequest {
  readonly ledger: RunLedger;
  readonly cache: ObjectCache;
  readonly id: RunId;
  /** Absolute; a file or a folder. */
  readonly source: string;
  /** Where it lies among the run's artifacts, its own name included. */
  readonly path: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * Takes a file, or all files of a folder, into the cache and names them as artifacts of a run.
 * @returns what was kept; links and other things that are no files are left out.
 * @throws {MlxError} `MLX_NO_SUCH_FILE` and `MLX_BAD_NAME` (exit 2), `MLX_UNREADABLE`, MLX_DISK_FULL, MLX_PERMISSION, MLX_IO.
 */
export async function keepFiles(request: KeepRequest): Promise<RunArtifact[]> {
  const { ledger, cache, id, source, path, now } = request;
  const files = filesAt(source).map((inner) =>
    inner === "" ? { source, path } : { source: join(source, inner), path: `${path}/${inner}` },
  );
  for (const file of files) requireArtifactPath(file.path);
  // Garbage collection must not come between the bytes and the row that names them.
  const lock = await cache.lock({ mode: "shared", command: "runs log" });
  try {
    const results = await cache.insertFiles(files.map((file) => ({ source: file.source })));
    const artifacts = results.map((result, index): RunArtifact => {
      const file = files[index] ?? { source, path };
      if (result.ok) return { path: file.path, sha256: result.sha256, size: result.size, loggedAt: now };
      throw new MlxError("MLX_UNREADABLE", `cannot keep ${file.source}: ${result.message}`, {
        hint: "log it again once nothing writes to it, and it can be read",
      });
    });
    ledger.addArtifacts(id, artifacts);
    return artifacts;
  } finally {
    lock.release();
  }
}

function requireArtifactPath(path: string): void {
  const problem = artifactPathProblem(path);
  if (problem === undefined) return;
  throw new MlxError("MLX_BAD_NAME", `no artifact can be called ${JSON.stringify(path)}: it ${problem}`, {
    hint: "rename the file, or name another folder among the run's artifacts, such as plots or models/best",
    exitCode: 2,
  });
}

/** Relative paths of the files below a folder; for a file the empty path. */
function filesAt(source: string): string[] {
  let isFolder: boolean;
  try {
    isFolder = statSync(source).isDirectory();
  } catch (error) {
    throw new MlxError("MLX_NO_SUCH_FILE", `cannot keep ${source}: ${ioReason(error)}`, {
      hint: "check the spelling, and the folder you are in",
      exitCode: 2,
      cause: error,
    });
  }
  return isFolder ? walk(source).files() : [""];
}

/** Where a checkpoint lies among a run's artifacts: one folder a step, since scripts write to one name again and again. */
export function checkpointPath(step: number, source: string): string {
  return `checkpoints/${step}/${basename(source)}`;
}
