import { resolve } from "node:path";
import type { RunArtifact } from "../../runs/types.js";
import { checkpointPath, type KeepRequest, keepFiles } from "./keep-files.js";

export interface CheckpointRequest extends Omit<KeepRequest, "source" | "path"> {
  /** What `path` starts from; absolute. */
  readonly cwd: string;
  /** A file or a folder. */
  readonly path: string;
  readonly step: number;
}

/** Takes a state of the model into the cache and ties it to its step. @throws {MlxError} as `keepFiles` does. */
export async function keepCheckpoint(request: CheckpointRequest): Promise<RunArtifact[]> {
  const { ledger, id, step, now } = request;
  const source = resolve(request.cwd, request.path);
  const path = checkpointPath(step, source);
  const artifacts = await keepFiles({ ...request, source, path });
  ledger.addCheckpoint(id, { step, path, loggedAt: now });
  return artifacts;
}
