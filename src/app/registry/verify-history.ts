import { MlxError } from "../../core/errors.js";
import type { Finding } from "../../core/finding.js";
import { readBlobs } from "../../git/blobs.js";
import type { Git } from "../../git/git.js";
import {
  changesBelow,
  filesBelow,
  isAncestor,
  leftOutBelow,
  pathsEverAdded,
} from "../../git/history-of-paths.js";
import { headCommit, historyGap, isUnborn } from "../../git/revisions.js";
import type { CommitChange, HistoryCommit } from "../../registry/history/commit-change.js";
import { deletedFindings } from "../../registry/history/deleted-finding.js";
import { type FileLife, firstAdditions, livesOf } from "../../registry/history/file-life.js";
import { replacements } from "../../registry/history/gave-way.js";
import { type GoneFile, readGone } from "../../registry/history/gone-file.js";
import { deletedFiles } from "../../registry/history/judge-deleted.js";
import { nounRules } from "../../registry/nouns.js";
import type { RegistryItem } from "../../registry/read-item.js";
import type { App } from "../app.js";

/** How much of the history could be looked at: `none` before the first commit; a partial clone may be unreadable offline. */
export type HistoryReach = "whole" | "shallow" | "none" | "unreadable";

export interface HistoryCheck {
  readonly reach: HistoryReach;
  readonly findings: readonly Finding[];
}

/**
 * Looks through the history of what is checked out for versions, events and evidence of these items that were committed once and are
 * not there now: of the last event of an item nothing else can tell. Asks git once if nothing is missing; never fetches.
 */
export async function verifyHistory(app: App, items: readonly RegistryItem[]): Promise<HistoryCheck> {
  const git = (await app.git()).forHistory();
  const { commonDir } = await app.workspace();
  const gap = await historyGap(git, commonDir);
  const reach = gap === "shallow" ? gap : "whole";
  if (items.length === 0) return { reach, findings: [] };
  try {
    const missing = missingOf(items, await pathsEverAdded(git, "HEAD", foldersOf(items)));
    return { reach, findings: missing.length === 0 ? [] : await findDeleted(git, missing) };
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    if (await isUnborn(git)) return { reach: "none", findings: [] };
    // Whatever a clone was made without, it has the commit that is checked out.
    const head = await headCommit(git);
    if (head !== undefined && gap !== undefined) return { reach: "unreadable", findings: [] };
    throw head === undefined ? withoutHead(error) : error;
  }
}

/** Git's complaint of a `HEAD` that names no commit, with what to do. */
function withoutHead(error: MlxError): MlxError {
  if (!error.message.endsWith("bad revision 'HEAD'")) return error;
  const hint =
    "HEAD names no commit, though the repository has some, or is damaged: git switch BRANCH; --no-history leaves the history out";
  return new MlxError(error.code, error.message, { hint, exitCode: error.exitCode });
}

/** One folder costs git less than many do, and lets it use the filters of a commit graph. */
function foldersOf(items: readonly RegistryItem[]): string[] {
  const [first, ...others] = items;
  if (first !== undefined && others.length === 0) return [first.folder];
  return [...new Set(items.map(({ noun }) => nounRules(noun).folder))].sort();
}

interface Missing {
  readonly item: RegistryItem;
  readonly paths: readonly string[];
}

/** Folders of an item from which nothing is to be deleted; aliases come and go. */
const keptFolders = ["versions", "events", "evidence"];

/** What was there once and is not now, by item. */
function missingOf(items: readonly RegistryItem[], everAdded: ReadonlySet<string>): Missing[] {
  const byFolder = new Map<string, string[]>(items.map(({ folder }) => [folder, []]));
  for (const path of everAdded) {
    const [top, name, kind = ""] = path.split("/");
    if (keptFolders.includes(kind)) byFolder.get(`${top}/${name}`)?.push(path);
  }
  // They are all of one tree.
  const there = new Set(items[0]?.tree.paths);
  return items.flatMap((item) => {
    const paths = (byFolder.get(item.folder) ?? []).filter((path) => !there.has(path)).sort();
    return paths.length === 0 ? [] : [{ item, paths }];
  });
}

async function findDeleted(git: Git, missing: readonly Missing[]): Promise<Finding[]> {
  const folders = foldersOf(missing.map(({ item }) => item));
  // The side that is being merged has a history, too.
  const merged = await git.lines(["rev-parse", "--verify", "--quiet", "MERGE_HEAD"], { allow: [1] });
  const changes = await changesBelow(git, ["HEAD", ...merged], folders);
  const committed = await filesBelow(git, "HEAD", folders);
  const lives = missing.map(({ item, paths }) => ({ item, lives: livesOf(changes, paths, committed) }));
  const lost = missing.some(({ paths }) => paths.some((path) => committed.has(path)));
  const leftOut = lost ? await leftOutBelow(git, folders) : new Set<string>();
  const contents = await contentsOf(
    git,
    lives.flatMap((each) => each.lives),
  );
  const firstAdded = firstAdditions(changes);
  const findings: Finding[] = [];
  for (const each of lives) {
    const files = readGone(each.item, each.lives, contents);
    const gaveWay = await recordsThatGaveWay(git, each.item, files, firstAdded);
    const deleted = deletedFiles(each.item, files, { gaveWay, firstAdded }).filter(
      ({ life }) => life.taken !== undefined || !leftOut.has(life.path),
    );
    findings.push(...deletedFindings(each.item, deleted, ofItem(changes, each.item)));
  }
  return findings;
}

function ofItem(changes: readonly CommitChange[], { folder }: RegistryItem): CommitChange[] {
  return changes.filter(({ path }) => path.startsWith(`${folder}/`));
}

/** The bytes of what is gone, by blob; of a partial clone, which may lack them, all or nothing. */
async function contentsOf(git: Git, lives: readonly FileLife[]): Promise<ReadonlyMap<string, Uint8Array>> {
  try {
    return await readBlobs(
      git,
      lives.flatMap((life) => life.contents.map(({ blob }) => blob)),
    );
  } catch (error) {
    if (error instanceof MlxError) return new Map();
    throw error;
  }
}

/** A publication gave way where neither knew of the other; one that came later has taken its place. */
async function recordsThatGaveWay(
  git: Git,
  item: RegistryItem,
  files: readonly GoneFile[],
  firstAdded: ReadonlyMap<string, HistoryCommit>,
): Promise<ReadonlySet<string>> {
  const gaveWay = new Set<string>();
  for (const { gone, record, standing } of replacements(item, files)) {
    const other = firstAdded.get(standing);
    const own = gone.life.contents[0]?.commit;
    if (other === undefined || own === undefined) continue;
    if (!(await isAncestor(git, own.id, other.id))) gaveWay.add(record);
  }
  return gaveWay;
}
