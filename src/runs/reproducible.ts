import { mask } from "../core/redact.js";
import type { CodeSnapshot, RunRecord } from "./types.js";

/** Why a run cannot be run again. */
export interface Obstacle {
  /** A clause: `data/raw was modified when the run began`. */
  readonly reason: string;
  /** What to do about it. */
  readonly hint?: string;
}

const secretHint =
  "hand secrets over in the environment instead of on the command line, and run the command again";
const again = "run the command again to record it: mlx run -- COMMAND";

/** What a run's own record says against running it again; what the repository and the disk say comes on top. */
export function recordedObstacles(record: RunRecord): Obstacle[] {
  return [
    ...obstaclesOfEnd(record),
    ...obstaclesOfForm(record),
    ...obstaclesOfCode(record),
    ...obstaclesOfData(record),
  ];
}

/** Records that came from elsewhere may say what no run of this repository could have been. */
function obstaclesOfForm({ context }: RunRecord): Obstacle[] {
  const { command, inputs = [], outputs = [], paramFiles = [], lockFiles = [], data } = context;
  const digests = [...inputs, ...outputs, ...paramFiles, ...lockFiles, ...(data?.pointers ?? [])];
  const paths = [command?.cwd ?? ".", ...digests.map(({ path }) => path)];
  const variables = Object.entries(context.environment?.variables ?? {});
  return [
    ...paths
      .filter((path) => path.split(/[\\/]/).includes(".."))
      .map((path) => ({ reason: `it names ${path}, which leads out of the repository`, hint: again })),
    ...variables
      .filter((entry) => entry.join("").includes("\0"))
      .map(([name]) => ({ reason: `no program can be given its variable ${name}: it has a zero byte` })),
  ];
}

function obstaclesOfEnd({ status, signal, context }: RunRecord): Obstacle[] {
  if (context.command === undefined)
    return [{ reason: "its command is not known: mlx run did not record it", hint: again }];
  if (context.command.argv.some((word) => word.includes(mask)))
    return [{ reason: "its command line held a secret, which was not kept", hint: secretHint }];
  if (status === "running")
    return [{ reason: "it has not ended yet", hint: "watch it: mlx runs show --watch RUN" }];
  if (status === "interrupted")
    return [{ reason: "mlx was ended while it recorded the run, so its results are not known", hint: again }];
  if (status === "killed")
    return [{ reason: `it was ended by ${signal ?? "a signal"}, so it has no results`, hint: again }];
  return [];
}

function obstaclesOfCode({ git, context }: RunRecord): Obstacle[] {
  const snapshot = context.code?.snapshot;
  if (snapshot !== undefined) return snapshot.omitted.map(omitted);
  if (git.commit === undefined) return [{ reason: "its commit is not known", hint: again }];
  if (!git.dirty) return [];
  const reason = "the working tree had changes that are not in its commit, and no snapshot of them was kept";
  return [{ reason, hint: again }];
}

function omitted({ path, reason, detail }: CodeSnapshot["omitted"][number]): Obstacle {
  const why = reason === "secret" ? "it may hold a secret" : "it is too large";
  return {
    reason: `${path} was left out of the run's snapshot because ${why} (${detail})`,
    hint: "commit what the code needs, keep secrets in the environment, and run the command again",
  };
}

function obstaclesOfData({ context }: RunRecord): Obstacle[] {
  const modified = (context.data?.modified ?? []).map((path) => ({
    reason: `${path} was not as its pointer says when the run began, so the data that it read is not known`,
    hint: `record the data first (mlx data add ${path}), then run the command again`,
  }));
  // Running it would write over what is there; inside the repository a worktree of its own keeps that safe.
  const outside = (context.outputs ?? [])
    .filter(({ path }) => isAbsolutePath(path))
    .map(({ path }) => ({
      reason: `its output ${path} lies outside of the repository, where running it again would replace it`,
      hint: "let the command write inside the repository, and run it again",
    }));
  return [...modified, ...outside];
}

/** Paths of records are absolute only outside of the repository. */
function isAbsolutePath(path: string): boolean {
  return path.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path);
}
