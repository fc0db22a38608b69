import type { ObjectCache } from "../../../cache/object-cache.js";
import { MlxError } from "../../../core/errors.js";
import { artifactPathProblem } from "../../../runs/artifact-path.js";
import type { PathDigest, RunArtifact } from "../../../runs/types.js";
import type { App } from "../../app.js";
import { openDataSession } from "../../data/session.js";
import type { CaptureAfter, CaptureRequest } from "../types.js";
import { declaredPath } from "./declared-path.js";
import { readContent } from "./path-content.js";
import { forgetOldPaths } from "./remembered-paths.js";

/** Digests what the command was to leave behind and keeps its bytes in the cache, which stays locked until mlx ends. */
export async function captureAfter(
  app: App,
  cache: ObjectCache,
  request: CaptureRequest,
): Promise<CaptureAfter> {
  if (request.outputs.length === 0) return { context: {}, artifacts: [] };
  const session = { ...(await openDataSession(app, { command: "run", cacheLock: "shared" })), cache };
  const { root } = session.workspace;
  // The person may have ended the command: what it left behind is kept all the same.
  const signal = app.signal.aborted ? {} : { signal: app.signal };
  const outputs: PathDigest[] = [];
  const artifacts = new Map<string, RunArtifact>();
  const warnings: string[] = [];
  for (const typed of request.outputs) {
    const declared = declaredPath(session.workspace, app.cwd, typed);
    try {
      const progress = app.ui.progress(`keeping ${typed}`, undefined, "bytes");
      const options = { ...signal, onBytes: (count: number) => progress.add(count) };
      const content = await readContent(session, declared, {
        read: (tasks) => cache.insertFiles(tasks, options),
        store: true,
        linksWithin: root,
      }).finally(() => progress.done());
      outputs.push(content.digest);
      warnings.push(...content.warnings);
      if (content.digest.kind === undefined && content.warnings.length === 0) {
        warnings.push(`the output ${typed} was not written`);
      }
      for (const { path, sha256, size } of content.entries) {
        const artifact = { path: artifactPath(declared.path, path), sha256, size, loggedAt: app.now() };
        const problem = artifactPathProblem(artifact.path);
        if (problem === undefined) artifacts.set(artifact.path, artifact);
        else
          warnings.push(`${JSON.stringify(artifact.path)} is not kept as an artifact: its path ${problem}`);
      }
    } catch (error) {
      if (!(error instanceof MlxError)) throw error;
      outputs.push({ path: declared.path });
      warnings.push(`the output ${typed} could not be kept: ${error.message}`);
    }
  }
  forgetOldPaths(session.statCache);
  session.statCache.save();
  return {
    context: { outputs, ...(warnings.length > 0 && { warnings }) },
    artifacts: [...artifacts.values()],
  };
}

/** What lies outside of the repository has `@` in the place of its top. */
function artifactPath(declared: string, inside: string): string {
  const absolute = /^(?:\/|[A-Za-z]:)/.test(declared);
  const path = absolute ? `@/${declared.replace(/^\/+/, "").replaceAll(":", "")}` : declared;
  return inside === "" ? `outputs/${path}` : `outputs/${path}/${inside}`;
}
