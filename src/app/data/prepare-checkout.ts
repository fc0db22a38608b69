import { lstatSync } from "node:fs";
import { dirname, join } from "node:path";
import type { LinkType } from "../../core/settings.js";
import type { Sha256 } from "../../core/sha256.js";
import { type CheckoutPlan, planCheckout } from "../../data/plan-checkout.js";
import { caseCollisions, windowsNameProblem } from "../../data/portable-name.js";
import type { Selection } from "../../data/target.js";
import { ensureFolder } from "../../workspace/folders.js";
import { symlinkParent } from "../../workspace/repo-path.js";
import { FileRemover } from "./file-remover.js";
import { inspectTarget, isClean } from "./inspect.js";
import type { DataSession } from "./session.js";

export interface CheckoutOptions {
  /** Replaces and removes even what no copy exists of. */
  readonly force: boolean;
  readonly dryRun: boolean;
  /** Overrides the configured link types. */
  readonly links?: readonly LinkType[];
}

export interface TargetOutcome {
  readonly path: string;
  readonly written: number;
  readonly removed: number;
  /** Bytes put in place. */
  readonly bytes: number;
  /** What stays as it is, with the reason. */
  readonly kept: readonly { readonly path: string; readonly reason: string }[];
  /** What could not be put in place, and why: its bytes are missing or damaged, or the file system refused. */
  readonly failed: readonly { readonly path: string; readonly sha256: Sha256; readonly reason: string }[];
}

/** A selection for whose files there is room now. */
export interface PreparedTarget {
  readonly selection: Selection;
  /** Absolute path of the data. */
  readonly root: string;
  /** Files to put in place. */
  readonly tasks: CheckoutPlan["write"];
  readonly removed: readonly string[];
  readonly kept: TargetOutcome["kept"];
}

/**
 * Decides what a checkout of one selection has to do, and removes what has to go, as far as nothing is lost by it.
 * @returns the outcome, where no file is to be put in place.
 */
export async function prepareTarget(
  session: DataSession,
  selection: Selection,
  options: CheckoutOptions,
): Promise<PreparedTarget | TargetOutcome> {
  const { path } = selection.target;
  const state = await inspectTarget(session, selection);
  if (state.unlisted) return unlistedOutcome(selection);
  if (isClean(state) && state.found !== "absent")
    return { path, written: 0, removed: 0, bytes: 0, kept: [], failed: [] };
  const plan = planCheckout(state.changes, state.obstacles, {
    isCached: (sha256) => session.cache.has(sha256),
    // Elsewhere any name is possible; on Windows some would be written to another place than they say.
    nameProblem: process.platform === "win32" ? windowsNameProblem : () => undefined,
    force: options.force,
  });
  if (options.dryRun) return plannedOutcome(path, plan);
  const link = symlinkParent(session.workspace.root, path.split("/"));
  if (link === undefined) return makeRoom(session, selection, plan);
  // A link among the folders above would lead out of the repository.
  const kept = [{ path, reason: `lies beyond ${link}, which is a symbolic link` }];
  return { path, written: 0, removed: 0, bytes: 0, kept, failed: [] };
}

function makeRoom(session: DataSession, selection: Selection, plan: CheckoutPlan): PreparedTarget {
  const { target } = selection;
  const root = join(session.workspace.root, target.path);
  const remover = new FileRemover(root);
  const removed = plan.remove.filter((path) => remover.remove(path));
  if (target.pointer.kind === "directory") ensureFolder(root);
  for (const { path } of plan.write) remover.clearFolders(path);
  const clashes = new Map(
    caseClashes(
      root,
      plan.write.map(({ path }) => path),
    ),
  );
  const clashing = [...clashes].map(([path, other]) => ({
    path,
    reason: `this file system does not tell its name from that of ${other}`,
  }));
  return {
    selection,
    root,
    tasks: plan.write.filter(({ path }) => !clashes.has(path)),
    removed,
    kept: [...plan.kept, ...remover.kept, ...clashing],
  };
}

/** Files whose names a case-folding file system would take for one: all but the first of each group, with the first. */
function caseClashes(root: string, paths: readonly string[]): [path: string, first: string][] {
  if (paths.length < 2 || !foldsCase(root)) return [];
  return caseCollisions(paths).flatMap(([first = "", ...others]) =>
    others.map((path): [string, string] => [path, first]),
  );
}

/** Whether the file system at `folder` takes names that differ in case for the same: asked of the nearest folder with letters. */
function foldsCase(folder: string): boolean {
  for (let at = folder; dirname(at) !== at; at = dirname(at)) {
    const name = at.slice(dirname(at).length);
    const swapped = name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase();
    const stat = lstatSync(at, { throwIfNoEntry: false });
    if (swapped === name || stat === undefined) continue;
    const other = lstatSync(join(dirname(at), swapped), { throwIfNoEntry: false });
    return other !== undefined && other.ino === stat.ino && other.dev === stat.dev;
  }
  return false;
}

function plannedOutcome(path: string, plan: CheckoutPlan): TargetOutcome {
  const bytes = plan.write.reduce((sum, { content }) => sum + content.size, 0);
  return {
    path,
    written: plan.write.length,
    removed: plan.remove.length,
    bytes,
    kept: plan.kept,
    failed: [],
  };
}

function unlistedOutcome({ target }: Selection): TargetOutcome {
  const { pointer, path } = target;
  const sha256 = pointer.kind === "directory" && "tree" in pointer ? pointer.tree : undefined;
  const failed = sha256 ? [{ path: "", sha256, reason: "its list of files is not in the cache" }] : [];
  return { path, written: 0, removed: 0, bytes: 0, kept: [], failed };
}
