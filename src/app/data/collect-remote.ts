import { MlxError } from "../../core/errors.js";
import { planRemoteGc, type RemoteGcPlan, type RemoteObject } from "../../data/plan-gc.js";
import type { Git } from "../../git/git.js";
import { readGarbage, writeGarbage } from "../../storage/garbage-candidates.js";
import { emptyKeepSet, manifestsFromAnywhere } from "./collect-cache.js";
import { readKeepSets } from "./keep-set.js";
import { openRemote } from "./open-remote.js";
import { keptByRuns } from "./run-objects.js";
import type { DataSession } from "./session.js";
import { keptBySharedRuns } from "./shared-run-objects.js";

export interface RemoteGcOptions {
  readonly name: string | undefined;
  readonly apply: boolean;
  readonly graceMs: number;
}

/**
 * Garbage collection of a remote in two runs: the first writes a dated list of what no commit of any branch and no run
 * names, here or on the remote, the second, after the grace period, removes what still nothing names and nobody has written again.
 */
export async function collectRemote(
  session: DataSession,
  options: RemoteGcOptions,
): Promise<{ remote: string; plan: RemoteGcPlan }> {
  const { app, workspace } = session;
  const remote = await openRemote(app, options.name, { create: false });
  const tips = await fetchBranches(session);
  const { history } = await readKeepSets(app, workspace, manifestsFromAnywhere(session, remote), tips);
  const keep = new Set(history);
  for (const digest of await keptByRuns(workspace.sharedDir, "live")) keep.add(digest);
  for (const digest of await keptBySharedRuns(remote, app.signal)) keep.add(digest);
  const objects: RemoteObject[] = [];
  for await (const object of remote.store.list(app.signal)) objects.push(object);
  if (objects.length > 0 && keep.size === 0) throw emptyKeepSet(`the remote ${remote.name}`);
  const earlier = await readGarbage(remote.store, app.signal);
  const plan = planRemoteGc(objects, keep, earlier, { now: app.now(), graceMs: options.graceMs });
  if (!options.apply || plan.waitUntil !== undefined) return { remote: remote.name, plan };
  const removed: RemoteObject[] = [];
  for (const object of plan.remove) {
    // A pusher that needs it may have written it again since it was listed.
    const found = await remote.store.stat(object.sha256, app.signal);
    if (found === undefined || found.modifiedAt > object.modifiedAt) continue;
    await remote.store.remove(object.sha256, app.signal);
    removed.push(object);
  }
  const list = { createdAt: app.now(), objects: new Set(plan.candidates.map(({ sha256 }) => sha256)) };
  await writeGarbage(remote.store, list, app.signal);
  return { remote: remote.name, plan: { ...plan, remove: removed } };
}

/**
 * What teammates pushed counts too: without a fresh view of every branch nothing may be removed.
 * @returns the commits of all branches and tags of all git remotes.
 */
async function fetchBranches({ git }: DataSession): Promise<string[]> {
  const tips = new Set<string>();
  for (const remote of await git.lines(["remote"])) {
    await orRefuse(git, ["fetch", "--tags", "--quiet", remote]);
    const listed = await orRefuse(git, ["ls-remote", "--heads", "--tags", "--quiet", remote]);
    const ids = listed.split("\n").flatMap((line) => /^[0-9a-f]+/.exec(line)?.[0] ?? []);
    if (ids.length === 0) continue;
    for (const id of ids) tips.add(id);
    const { stdout } = await git.run(["cat-file", "--batch-check"], { input: `${ids.join("\n")}\n` });
    if (!/ missing$/m.test(stdout.toString("latin1"))) continue;
    throw new MlxError("MLX_GC_REFUSED", `this clone does not follow every branch of ${remote}`, {
      hint: `fetch them all first: git fetch ${remote} '+refs/heads/*:refs/remotes/${remote}/*'`,
    });
  }
  return [...tips];
}

async function orRefuse(git: Git, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await git.run(args, { allow: [1, 128] });
  if (code === 0) return stdout.toString("utf8");
  throw new MlxError(
    "MLX_GC_REFUSED",
    `git ${args[0]} failed, so what others pushed is not known: ${stderr.trim().split("\n")[0] ?? ""}`,
    { hint: "mend the connection first; nothing was removed" },
  );
}
