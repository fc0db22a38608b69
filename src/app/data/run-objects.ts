import { join } from "node:path";
import { MlxError } from "../../core/errors.js";
import { countOf } from "../../core/format-bytes.js";
import type { Sha256 } from "../../core/sha256.js";
import { recordedObjects } from "../../ledger/recorded-objects.js";
import type { RunObject } from "../../ledger/run-ledger.js";
import { shortId } from "../../runs/short-id.js";
import type { NeededObject } from "./objects.js";
import type { OpenedRemote } from "./open-remote.js";
import type { DataSession } from "./session.js";
import type { SourceOptions, Sources } from "./sources.js";

/** Whether a transfer is about everything here, runs too: no path and no revision was named. */
export function isAboutEverything(options: SourceOptions): boolean {
  const { paths, revisions, allBranches, allTags } = options;
  return paths.length + revisions.length === 0 && !allBranches && !allTags;
}

/** Adds the artifacts and logs of runs that a push sends: those that the setting `runs.artifacts` asks for and the cache holds. */
export async function withRunsToPush(session: DataSession, sources: Sources): Promise<Sources> {
  const scope = session.config.runs.artifacts === "all" ? "live" : "shared";
  const objects = await recorded(session, scope);
  const cached = session.cache.hasMany(objects);
  return { ...sources, objects: objects.filter(({ sha256 }) => cached.has(sha256)) };
}

/** Adds the artifacts and logs of the runs that a remote has, as far as this one has them too, or the cache. */
export async function withSharedRuns(
  session: DataSession,
  remote: OpenedRemote,
  sources: Sources,
): Promise<Sources> {
  const objects = await recorded(session, "shared");
  const cached = session.cache.hasMany(objects);
  const missing = objects.filter(({ sha256 }) => !cached.has(sha256));
  const stored = await remote.store.existing(
    missing.map(({ sha256 }) => sha256),
    session.app.signal,
  );
  const absent = missing.filter(({ sha256 }) => !stored.has(sha256));
  const [first] = absent;
  if (first) {
    const more = absent.length > 1 ? ` and ${countOf(absent.length - 1, "other object")} of runs` : "";
    session.app.ui.note(
      `${first.path}${more}: not on ${remote.name}; whoever has the bytes can send them: mlx data push`,
    );
  }
  const nowhere = new Set<Sha256>(absent.map(({ sha256 }) => sha256));
  return { ...sources, objects: objects.filter(({ sha256 }) => !nowhere.has(sha256)) };
}

/** Adds the artifacts and logs of runs that the cache holds, to be read again. */
export async function withCachedRuns(session: DataSession, sources: Sources): Promise<Sources> {
  const objects = await recorded(session, "live");
  const cached = session.cache.hasMany(objects);
  return { ...sources, objects: objects.filter(({ sha256 }) => cached.has(sha256)) };
}

/** Adds the artifacts and logs of the runs that some remote has. */
export async function withPushedRuns(session: DataSession, sources: Sources): Promise<Sources> {
  return { ...sources, objects: await recorded(session, "shared") };
}

/** What to call an object of a run. */
export function runObjectPath({ runId, label }: Pick<RunObject, "runId" | "label">): string {
  return `run ${shortId(runId)} ${label}`;
}

/**
 * What the runs of a repository's ledger name.
 * @param sharedDir its `.mlx`. @param scope `all`: soft-deleted ones too. @throws {MlxError} `MLX_GC_REFUSED` if the ledger cannot be read.
 */
export async function keptByRuns(sharedDir: string, scope: "all" | "live"): Promise<Sha256[]> {
  const path = join(sharedDir, "ledger.db");
  try {
    return (await recordedObjects(path, scope)).objects.map(({ sha256 }) => sha256);
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    throw new MlxError("MLX_GC_REFUSED", `what the recorded runs need is not known: ${error.message}`, {
      ...(error.hint !== undefined && { hint: error.hint }),
      cause: error,
    });
  }
}

/** Of runs that have ended. Data travels without a ledger, too: one that cannot be read is told, and left out. */
async function recorded(session: DataSession, scope: "live" | "shared"): Promise<NeededObject[]> {
  try {
    const { objects, running } = await recordedObjects(join(session.workspace.sharedDir, "ledger.db"), scope);
    return objects
      .filter(({ runId }) => !running.has(runId))
      .map((object) => ({
        sha256: object.sha256,
        size: object.size,
        path: runObjectPath(object),
        manifest: false,
      }));
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    session.app.ui.warn(`the files of recorded runs are left out: ${error.message}`, error.hint);
    return [];
  }
}
