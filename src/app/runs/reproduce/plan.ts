import type { Git } from "../../../git/git.js";
import { historyGap } from "../../../git/revisions.js";
import { hasCommit } from "../../../git/worktree.js";
import type { RunLedger } from "../../../ledger/run-ledger.js";
import { type Obstacle, recordedObstacles } from "../../../runs/reproducible.js";
import { shortId } from "../../../runs/short-id.js";
import type { CodeSnapshot, RunHeader, RunRecord } from "../../../runs/types.js";
import type { App } from "../../app.js";
import { requireRecord } from "../load-run.js";
import { selectRunOrRevision } from "../select-revision.js";

/** What running a run again takes. */
export interface ReproducePlan {
  /** The run of the command, also where one that a client made inside of it was named. */
  readonly record: RunRecord;
  /** To be checked out: the run's commit, or the snapshot of its working tree. */
  readonly commit?: string;
  readonly snapshot?: CodeSnapshot;
  /** What is in the way, as far as it shows before anything is checked out. */
  readonly obstacles: readonly Obstacle[];
}

/** The tag that names the run which a run was to reproduce. */
export const reproducesTag = "mlx.reproduces";

/**
 * @param text names a run or a revision, as `selectRunOrRevision` understands it; of a revision, the run that was
 * recorded first hand is meant, not one that reproduced it.
 */
export async function planReproduction(app: App, ledger: RunLedger, text: string): Promise<ReproducePlan> {
  const { run, revision } = await selectRunOrRevision(app, ledger, text);
  const record = commandOf(ledger, run, revision !== undefined);
  const snapshot = record.context.code?.snapshot;
  const commit = snapshot?.commit ?? record.git.commit;
  const known = recordedObstacles(record);
  const absent = commit === undefined ? undefined : await absentCode(app, record, commit);
  return {
    record,
    ...(commit !== undefined && { commit }),
    ...(snapshot && { snapshot }),
    obstacles: absent ? [...known, absent] : known,
  };
}

function commandOf(ledger: RunLedger, run: RunHeader, ofRevision: boolean): RunRecord {
  const command = requireRecord(ledger, run.commandId ?? run.id);
  const original = command.tags[reproducesTag];
  if (!ofRevision || original === undefined) return command;
  return ledger.idsLike(original).map((id) => requireRecord(ledger, id))[0] ?? command;
}

/** Why the code cannot be checked out; undefined if this clone has it. */
async function absentCode(app: App, record: RunRecord, commit: string): Promise<Obstacle | undefined> {
  const git = await app.git();
  if (await hasCommit(git, commit)) return undefined;
  const snapshot = record.context.code?.snapshot;
  if (snapshot === undefined) return absentCommit(git, (await app.workspace()).commonDir, commit);
  return {
    reason: `this clone lacks the snapshot of the run's changes, ${snapshot.ref}: it was recorded in another clone`,
    hint: `bring it from there: git fetch CLONE ${snapshot.ref}:${snapshot.ref}; or repeat run ${shortId(record.id)} there`,
  };
}

async function absentCommit(git: Git, commonDir: string, commit: string): Promise<Obstacle> {
  const shallow = (await historyGap(git, commonDir)) === "shallow";
  return {
    reason: `this clone lacks the run's commit ${commit.slice(0, 12)}`,
    hint: shallow ? "fetch the whole history: git fetch --unshallow" : "fetch it: git fetch --all",
  };
}
