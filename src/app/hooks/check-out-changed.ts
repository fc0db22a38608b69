import { readWorkingPointers } from "../../workspace/pointer-files.js";
import type { App } from "../app.js";
import { Agreements } from "../data/agreements.js";
import { checkoutTargets } from "../data/apply-checkout.js";
import { identityOf } from "../data/listing.js";
import { openDataSession } from "../data/session.js";

/** How the data is whose pointers git has replaced. */
export interface CheckedOut {
  /** Files put in place or removed. */
  readonly done: number;
  /** Files left alone, since no copy of what is in them exists. */
  readonly kept: readonly string[];
  /** Files whose bytes are not in the cache, and pointers that cannot be read. */
  readonly missing: readonly string[];
}

/**
 * Makes data equal its pointer, from the cache alone, where the pointer is not the one that the data last agreed with. Data
 * beside an unchanged pointer is not looked at, edited or not.
 * @param fresh whether data counts that never was here; a checkout of single files is no reason to bring it.
 */
export async function checkOutChanged(app: App, { fresh }: { fresh: boolean }): Promise<CheckedOut> {
  const [workspace, git] = await Promise.all([app.workspace(), app.git()]);
  const { targets, invalid } = await readWorkingPointers(workspace.root, git);
  const unreadable = invalid.map(({ path }) => path);
  if (targets.length === 0) return { done: 0, kept: [], missing: unreadable };
  const session = await openDataSession(app, {
    command: "hooks run",
    changesWorktree: true,
    cacheLock: "shared",
  });
  const agreements = Agreements.open(session);
  const changed = targets.filter(({ path, pointer }) => {
    const last = agreements.get(path);
    return last === undefined ? fresh : last !== identityOf(pointer);
  });
  const selections = changed.map((target) => ({ target }));
  const outcomes = await checkoutTargets(session, selections, { force: false, dryRun: false });
  session.statCache.save();
  const pathsOf = (pick: "kept" | "failed"): string[] =>
    outcomes.flatMap((outcome) => outcome[pick].map(({ path }) => within(outcome.path, path)));
  return {
    done: outcomes.reduce((sum, { written, removed }) => sum + written + removed, 0),
    kept: pathsOf("kept"),
    missing: [...unreadable, ...pathsOf("failed")],
  };
}

function within(target: string, path: string): string {
  return path === "" || path === target ? target : `${target}/${path}`;
}
