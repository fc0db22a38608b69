import { join } from "node:path";
import type { LinkResult } from "../../cache/link-result.js";
import type { Selection } from "../../data/target.js";
import { Agreements } from "./agreements.js";
import { identityOf } from "./listing.js";
import {
  type CheckoutOptions,
  type PreparedTarget,
  prepareTarget,
  type TargetOutcome,
} from "./prepare-checkout.js";
import { rememberWritten } from "./remember-written.js";
import type { DataSession } from "./session.js";

/** Makes the data of selections equal their pointers, as far as nothing is lost by it; one outcome each, in order. */
export async function checkoutTargets(
  session: DataSession,
  selections: readonly Selection[],
  options: CheckoutOptions,
): Promise<TargetOutcome[]> {
  const targets: (PreparedTarget | TargetOutcome)[] = [];
  for (const selection of selections) targets.push(await prepareTarget(session, selection, options));
  const prepared = targets.filter((target) => "tasks" in target);
  const placed = await placeAll(session, prepared, options);
  await rememberWritten(
    session,
    prepared.map((target) => {
      const results = placed.get(target) ?? [];
      return { ...target, target: target.selection.target, results, whole: isWhole(target, results) };
    }),
  );
  const agreements = Agreements.open(session);
  for (const [index, { target, under }] of selections.entries()) {
    const done = targets[index];
    if (done === undefined || under !== undefined || options.dryRun) continue;
    const agrees = "tasks" in done ? isWhole(done, placed.get(done) ?? []) : isUntroubled(done);
    if (agrees) agreements.note(target.path, identityOf(target.pointer));
  }
  agreements.save();
  return targets.map((target) => ("tasks" in target ? outcomeOf(target, placed.get(target) ?? []) : target));
}

/** What the worker threads get in one go: enough to keep them busy, little enough for their memory. */
const filesAtOnce = 5_000;

/** Puts the files of all targets in place in one go, so that many small targets are as fast as one large. */
async function placeAll(
  session: DataSession,
  prepared: readonly PreparedTarget[],
  options: CheckoutOptions,
): Promise<Map<PreparedTarget, LinkResult[]>> {
  const tasks = prepared.flatMap(({ root, tasks }) =>
    tasks.map(({ path, content }) => ({ ...content, target: path === "" ? root : join(root, path) })),
  );
  const progress = session.app.ui.progress("checking out", tasks.length, "files");
  const results: LinkResult[] = [];
  for (let start = 0; start < tasks.length; start += filesAtOnce) {
    const placed = await session.cache.linkOut(tasks.slice(start, start + filesAtOnce), {
      within: session.workspace.root,
      signal: session.app.signal,
      onFiles: (count) => progress.add(count),
      ...(options.links && { links: options.links }),
    });
    for (const result of placed) results.push(result);
  }
  progress.done();
  let start = 0;
  const placed = new Map<PreparedTarget, LinkResult[]>();
  for (const target of prepared) {
    placed.set(target, results.slice(start, start + target.tasks.length));
    start += target.tasks.length;
  }
  return placed;
}

/** Nothing had to be put in place, and nothing was in the way: the data equals its pointer. */
function isUntroubled({ kept, failed }: TargetOutcome): boolean {
  return kept.length + failed.length === 0;
}

/** Whether a target's data now equals its pointer. */
function isWhole({ selection, kept }: PreparedTarget, results: readonly LinkResult[]): boolean {
  return selection.under === undefined && kept.length === 0 && results.every((result) => result.ok);
}

function outcomeOf(
  { selection, tasks, removed, kept }: PreparedTarget,
  results: readonly LinkResult[],
): TargetOutcome {
  const done = tasks.filter((_, index) => results[index]?.ok);
  const failed = tasks.flatMap(({ path, content }, index) => {
    const result = results[index];
    return result === undefined || result.ok
      ? []
      : [{ path, sha256: content.sha256, reason: result.message }];
  });
  return {
    path: selection.target.path,
    written: done.length,
    removed: removed.length,
    bytes: done.reduce((sum, { content }) => sum + content.size, 0),
    kept,
    failed,
  };
}
