import { rmSync } from "node:fs";
import { join } from "node:path";
import type { App } from "../../app/app.js";
import { detachLinks } from "../../app/data/detach-links.js";
import { inspectTarget, type TargetState } from "../../app/data/inspect.js";
import { cachedManifests, entriesOf, requireParts } from "../../app/data/listing.js";
import { type DataSession, openDataSession, selectWorking } from "../../app/data/session.js";
import { writeDirectoryPointer } from "../../app/data/write-pointer.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { displayPath } from "../../core/visible-text.js";
import { isSelected, type Selection, type Target } from "../../data/target.js";
import { statsAt } from "../../files/stats-at.js";
import { unignoreData } from "../../workspace/gitignore.js";
import { listItems } from "./render-checkout.js";

export interface RmOptions {
  readonly paths: readonly string[];
  /** Stops tracking and leaves the data where it is. */
  readonly keepData: boolean;
  /** Removes data that no copy exists of. */
  readonly force: boolean;
  readonly dryRun: boolean;
}

/** `mlx data rm`: stops tracking paths and removes their data; the bytes stay in the cache until `data gc`. */
export async function rm(app: App, options: RmOptions): Promise<ExitCode> {
  const session = await openDataSession(app, {
    command: "data rm",
    changesWorktree: true,
    cacheLock: "shared",
  });
  const selections = await selectWorking(session, options.paths);
  for (const selection of selections) await refuseUnknown(session, selection);
  if (!options.keepData && !options.force) await refuseUnsaved(session, selections);
  const written = options.dryRun ? [] : await remove(session, selections, options);
  session.statCache.save();
  const paths = selections.flatMap(({ target, under }) =>
    (under ?? [""]).map((part) => (part === "" ? target.path : `${target.path}/${part}`)),
  );
  if (app.ui.mode.json)
    app.ui.json({ dryRun: options.dryRun, removed: paths, keptData: options.keepData, written });
  const verb = options.dryRun ? "would stop tracking" : options.keepData ? "stopped tracking" : "removed";
  for (const path of paths) app.ui.out(`${verb} ${displayPath(path)}`);
  if (!options.dryRun) app.ui.note("record it in git: git add --all, then commit");
  return ExitCode.ok;
}

/** Before anything is removed: each part of a directory has to be in its pointer or on disk. */
async function refuseUnknown(session: DataSession, { target, under }: Selection): Promise<void> {
  if (under === undefined) return;
  const root = join(session.workspace.root, target.path);
  const onDisk = under.filter((part) => statsAt(join(root, part)) !== undefined);
  const entries = await entriesOf(target.pointer, cachedManifests(session.cache), { under });
  requireParts(
    { target, under },
    entries,
    onDisk.map((path) => ({ path })),
  );
}

/** Data whose bytes are not all in the cache would be gone for good. */
async function refuseUnsaved(session: DataSession, selections: readonly Selection[]): Promise<void> {
  const unsaved: { path: string; reason: string }[] = [];
  for (const selection of selections) {
    const state = await inspectTarget(session, selection);
    if (state.found !== "absent") for (const item of await unsavedIn(session, state)) unsaved.push(item);
  }
  if (unsaved.length === 0) return;
  throw new MlxError(
    "MLX_UNSAVED_CHANGES",
    `nothing was removed, since no copy exists of:\n${listItems(unsaved)}`,
    {
      hint: "add it first, keep the data with --keep-data, or remove it for good with --force",
    },
  );
}

async function unsavedIn(
  session: DataSession,
  state: TargetState,
): Promise<{ path: string; reason: string }[]> {
  const { target, under } = state.selection;
  const name = (path: string) => (path === "" ? target.path : `${target.path}/${path}`);
  if (state.unlisted) return [{ path: target.path, reason: "its list of files is not in the cache" }];
  const changed = new Set(state.changes.map(({ path }) => path));
  const entries = await entriesOf(target.pointer, cachedManifests(session.cache), { under });
  const intact = entries.filter(({ path }) => !changed.has(path));
  const held = session.cache.hasMany(intact);
  return [
    ...state.obstacles.map(({ path, what }) => ({ path: name(path), reason: `is ${what}` })),
    ...state.changes.flatMap(({ path, actual }) =>
      actual && !session.cache.has(actual.sha256)
        ? [{ path: name(path), reason: "has changes that were never added" }]
        : [],
    ),
    ...intact
      .filter(({ sha256 }) => !held.has(sha256))
      .map(({ path }) => ({ path: name(path), reason: "is not in the cache" })),
  ];
}

async function remove(
  session: DataSession,
  selections: readonly Selection[],
  options: RmOptions,
): Promise<string[]> {
  if (options.keepData) for (const selection of selections) await detachLinks(session, selection);
  const whole = selections.filter(({ under }) => under === undefined).map(({ target }) => target);
  const written = removeWhole(session, whole, options);
  for (const selection of selections) {
    if (selection.under) written.push(...(await removeParts(session, selection, options)));
  }
  return written;
}

/** Data first, the pointers last: whatever interrupts this, running it again completes it. */
function removeWhole(session: DataSession, targets: readonly Target[], options: RmOptions): string[] {
  const { root } = session.workspace;
  for (const { path } of targets) {
    if (!options.keepData) rmSync(join(root, path), { recursive: true, force: true });
    session.statCache.delete(path);
  }
  const ignores = unignoreData(
    root,
    targets.map(({ path }) => path),
  );
  for (const { pointerPath } of targets) rmSync(join(root, pointerPath), { force: true });
  return [...ignores, ...targets.map(({ pointerPath }) => pointerPath)];
}

async function removeParts(
  session: DataSession,
  { target, under = [] }: Selection,
  options: RmOptions,
): Promise<string[]> {
  const root = join(session.workspace.root, target.path);
  const entries = await entriesOf(target.pointer, cachedManifests(session.cache));
  const rest = entries.filter((entry) => !isSelected(entry.path, under));
  if (!options.keepData) for (const part of under) rmSync(join(root, part), { recursive: true, force: true });
  return [await writeDirectoryPointer(session, target.path, rest, target.pointer.meta)];
}
