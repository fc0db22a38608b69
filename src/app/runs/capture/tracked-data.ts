import { MlxError } from "../../../core/errors.js";
import { parseManifest } from "../../../data/manifest.js";
import type { Target } from "../../../data/target.js";
import { listingDigest } from "../../../data/tree.js";
import type { PathDigest, RunContext } from "../../../runs/types.js";
import type { PointerSet } from "../../../workspace/pointer-files.js";
import { inspectTarget, isClean } from "../../data/inspect.js";
import { type DataSession, workingPointers } from "../../data/session.js";

/** What the pointers of the working tree name, and which data is not that. Nothing where nothing is tracked. */
export async function trackedData(
  session: DataSession,
): Promise<{ readonly data?: RunContext["data"]; readonly warnings: readonly string[] }> {
  const pointerSet = await readPointers(session);
  if (pointerSet instanceof MlxError) {
    return { warnings: [`what data is tracked is not known: ${pointerSet.message}`] };
  }
  const { targets, invalid } = pointerSet;
  const warnings = invalid.map(({ error }) => error.message);
  if (targets.length === 0) return { warnings };
  const modified: string[] = [];
  const missing: string[] = [];
  for (const target of targets) {
    try {
      const state = await inspectTarget(session, { target });
      if (state.found === "absent") missing.push(target.path);
      else if (!isClean(state)) modified.push(target.path);
    } catch (error) {
      if (!(error instanceof MlxError)) throw error;
      warnings.push(`${target.path} could not be compared with its pointer: ${error.message}`);
    }
  }
  const pointers = targets.map((target) => pointerDigest(session, target));
  return { data: { pointers, modified, ...(missing.length > 0 && { missing }) }, warnings };
}

async function readPointers(session: DataSession): Promise<PointerSet | MlxError> {
  try {
    return await workingPointers(session);
  } catch (error) {
    if (error instanceof MlxError) return error;
    throw error;
  }
}

function pointerDigest(session: DataSession, { path, pointer }: Target): PathDigest {
  if (pointer.kind === "file") return { path, kind: "file", sha256: pointer.sha256, size: pointer.size };
  const sha256 = listingDigest(pointer);
  if ("entries" in pointer) {
    const size = pointer.entries.reduce((sum, entry) => sum + entry.size, 0);
    return { path, kind: "directory", sha256, size, files: pointer.entries.length };
  }
  return { path, kind: "directory", sha256, ...sizeOfTree(session, pointer.tree) };
}

/** The bytes of a large folder, which its topmost manifest adds up; unknown where the cache lacks it. */
function sizeOfTree(session: DataSession, tree: PathDigest["sha256"]): { size?: number } {
  if (tree === undefined || !session.cache.has(tree)) return {};
  try {
    const entries = parseManifest(session.cache.readBytes(tree).toString("utf8"), tree);
    return { size: entries.reduce((sum, entry) => sum + entry.size, 0) };
  } catch (error) {
    if (error instanceof MlxError) return {};
    throw error;
  }
}
