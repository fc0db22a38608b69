import { MlxError } from "../../core/errors.js";
import type { Sha256 } from "../../core/sha256.js";
import { isWithin } from "../../data/target.js";
import { toRepoPath } from "../../workspace/repo-path.js";
import type { App } from "../app.js";
import { fetchAll, manifestsOrFetch } from "../data/fetch-objects.js";
import { neededObjects } from "../data/objects.js";
import { openRemote } from "../data/open-remote.js";
import { openDataSession, selectFrom, workingPointers } from "../data/session.js";

/** A file's bytes, as a pointer names them. */
export interface TrackedObject {
  readonly sha256: Sha256;
  readonly size?: number;
  readonly path: string;
}

const sessionOptions = { command: "drift", cacheLock: "shared" } as const;

/**
 * What the pointers of the working tree say of a file that is not checked out.
 * @returns `undefined` where none does. @throws {MlxError} `MLX_DATA_FORMAT`, exit 2, for a tracked folder.
 */
export async function trackedObject(app: App, path: string): Promise<TrackedObject | undefined> {
  const session = await openDataSession(app, sessionOptions);
  const pointers = await workingPointers(session);
  const wanted = toRepoPath(session.workspace.root, app.cwd, path.replace(/\.mlx$/, ""));
  const isTracked = pointers.targets.some(
    (target) => isWithin(wanted, target.path) || isWithin(target.path, wanted),
  );
  if (!isTracked && pointers.invalid.length === 0) return undefined;
  if (!isTracked && !pointers.invalid.some(({ path: pointer }) => pointer === `${wanted}.mlx`))
    return undefined;
  const selections = selectFrom(session, pointers, [path]);
  const { objects, unmatched } = await neededObjects(selections, manifestsOrFetch(session));
  if (unmatched.length > 0) return undefined;
  const files = objects.filter(({ manifest }) => !manifest);
  const [file] = files;
  if (file !== undefined && files.length === 1) return file;
  throw new MlxError(
    "MLX_DATA_FORMAT",
    `${path} is a tracked folder of ${files.length} files, not one table`,
    {
      hint: "name a file in it",
      exitCode: 2,
    },
  );
}

/** Where the bytes of an object lie, in the cache; they are fetched from the default remote if it lacks them. */
export async function cachedObject(app: App, object: TrackedObject): Promise<string> {
  const session = await openDataSession(app, sessionOptions);
  const { cache } = session;
  if (!cache.has(object.sha256, object.size)) {
    const remote = await openRemote(app, undefined, { create: false });
    const { failed } = await fetchAll(session, remote, [object]);
    const [failure] = failed;
    if (failure !== undefined) {
      throw new MlxError(
        "MLX_OBJECT_MISSING",
        `the bytes of ${object.path} are neither here nor on ${remote.name}: ${failure.reason}`,
        {
          hint: `whoever has them can run: mlx data push ${object.path}`,
        },
      );
    }
  }
  return cache.pathOf(object.sha256);
}
