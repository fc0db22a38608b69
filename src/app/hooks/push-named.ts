import { pointerBlobsInRange } from "../../git/blobs.js";
import { pushedRange, readPushedRefs } from "../../git/pushed-refs.js";
import { isFrozenModel } from "../../registry/models/frozen-model.js";
import { readCommittedPointers } from "../../workspace/pointer-files.js";
import type { App } from "../app.js";
import { committedVersions } from "../data/model-versions.js";
import { openRemote } from "../data/open-remote.js";
import { type PushOutcome, pushObjects } from "../data/push-objects.js";
import { openDataSession } from "../data/session.js";

export interface PushedData extends PushOutcome {
  /** The store. */
  readonly remote: string;
}

/**
 * Uploads the data, and the files of models' versions, that commits name which git is about to push and the other side does not have.
 * @param gitRemote the name, or the address, that git pushes to. @param input what git tells the hook: a line for each ref.
 * @returns undefined if these commits name no data, or no store is set up.
 */
export async function pushNamed(app: App, gitRemote: string, input: string): Promise<PushedData | undefined> {
  const range = pushedRange(readPushedRefs(input), gitRemote);
  if (range === undefined) return undefined;
  const git = await app.git();
  const blobs = await pointerBlobsInRange(git, range);
  if (blobs.length === 0) return undefined;
  const pointers = blobs.filter(({ path }) => !isFrozenModel(path));
  const { targets, invalid } = await readCommittedPointers(git, pointers);
  const versions = await committedVersions(git, blobs);
  const found = targets.length + invalid.length + versions.selections.length + versions.failures.length;
  if (found === 0) return undefined;
  const config = await app.config();
  if (Object.keys(config.remotes).length === 0) return undefined;
  const session = await openDataSession(app, { command: "hooks run", cacheLock: "shared", bare: true });
  const remote = await openRemote(app, undefined, { create: true });
  const outcome = await pushObjects(
    session,
    remote,
    {
      selections: targets.map((target) => ({ target })),
      versions: versions.selections,
      // That one pointer lies inside another is no fault here: they may belong to different commits.
      failures: [
        ...invalid
          .filter(({ error }) => error.code !== "MLX_NESTED_POINTER")
          .map(({ path, error }) => ({ path, reason: error.message })),
        ...versions.failures,
      ],
    },
    { dryRun: false, ...(config.transfer.jobs !== undefined && { jobs: config.transfer.jobs }) },
  );
  return { remote: remote.name, ...outcome };
}
