import { MlxError } from "../../core/errors.js";
import type { FileTree } from "../../core/file-tree.js";
import { type Selection, selectTargets } from "../../data/target.js";
import { type BlobRef, conflictedBlobs, pointerBlobsAt } from "../../git/blobs.js";
import { branchTips, resolveCommit, tagTips } from "../../git/revisions.js";
import { isFrozenModel } from "../../registry/models/frozen-model.js";
import { requireWorktree } from "../../workspace/discover.js";
import { type PointerSet, readCommittedPointers, requireValid } from "../../workspace/pointer-files.js";
import { toRepoPath } from "../../workspace/repo-path.js";
import { registryWorktree } from "../registry/registry-worktree.js";
import { committedVersions, type VersionSet, workingVersions } from "./model-versions.js";
import { mayNameVersions, type NamedPath, noSuchVersion, selectVersions } from "./named-versions.js";
import type { Failure, NeededObject } from "./objects.js";
import { type DataSession, notTracked, selectFrom, workingPointers } from "./session.js";

/** Whose pointers a transfer is about: the working tree's, unless revisions are named. */
export interface SourceOptions {
  /** As typed. */
  readonly paths: readonly string[];
  readonly revisions: readonly string[];
  readonly allBranches: boolean;
  readonly allTags: boolean;
  /** A pointer in a merge conflict stands for all of its sides, as git's index has them, instead of being refused. */
  readonly conflicts?: boolean;
}

export interface Sources {
  readonly selections: readonly Selection[];
  /** The files of models' versions, which no checkout puts into the working tree. Where paths are named, those that these name. */
  readonly versions?: readonly Selection[];
  /** Pointers of commits that cannot be read: the rest of the work goes on. */
  readonly failures: readonly Failure[];
  /** Files that no pointer names: those of runs. */
  readonly objects?: readonly NeededObject[];
}

/** The selections that a transfer command is about. */
export async function readSources(session: DataSession, options: SourceOptions): Promise<Sources> {
  const fromCommits = options.revisions.length > 0 || options.allBranches || options.allTags;
  if (!fromCommits) {
    requireWorktree(session.workspace);
    const { root } = session.workspace;
    const working = await workingPointers(session);
    const set = options.conflicts === true ? await withSides(session, working) : working;
    const versions = async () => workingVersions(root);
    if (options.paths.length === 0) return withVersions(selectFrom(session, set, []), await versions());
    const tree = registryWorktree(root, ["model"]);
    return selectNamed(session, options.paths, {
      set,
      versions,
      tree,
      orElse: (path) => notTracked(path, set.targets),
    });
  }
  const commits = await chosenCommits(session, options);
  const set = await pointersOfCommits(session, commits);
  const versions = () => versionsOfCommits(session, commits);
  const invalid = set.invalid.map(({ path, error }) => ({ path, reason: error.message }));
  const found =
    options.paths.length === 0
      ? withVersions(selectTargets(set.targets, []).selected, await versions())
      : await selectNamed(session, options.paths, {
          ...{ set: { ...set, invalid: [] }, versions, orElse: notInRevisions },
        });
  return { ...found, failures: [...invalid, ...found.failures] };
}

/** What words or revisions select; files of runs are no part of it. */
type Selected = Required<Omit<Sources, "objects">>;

function withVersions(selections: readonly Selection[], versions: VersionSet): Selected {
  return { selections, versions: versions.selections, failures: versions.failures };
}

/** What there is to choose from. */
interface Choice {
  readonly set: PointerSet;
  /** Every version of a model; read where words may name one. */
  readonly versions: () => Promise<VersionSet>;
  /** Where aliases of models are looked up. */
  readonly tree?: FileTree;
  /** The error for a path that names nothing. */
  readonly orElse: (path: string) => MlxError;
}

/** What words name: tracked data, versions of models, or, as the folder of a model, both. */
async function selectNamed(
  session: DataSession,
  words: readonly string[],
  { set, versions, tree, orElse }: Choice,
): Promise<Selected> {
  const { root } = session.workspace;
  const paths = words.map((word) => ({ word, path: toRepoPath(root, session.app.cwd, word) }));
  const { selected, unmatched } = selectTargets(
    set.targets,
    paths.map(({ path }) => path),
  );
  const named = paths.map((path): NamedPath => ({ ...path, tracked: !unmatched.includes(path.path) }));
  if (!named.some(mayNameVersions)) return withVersions(selected, noVersions);
  const all = await versions();
  const found = selectVersions(all, named, tree);
  const [first] = found.unmatched;
  if (first === undefined) return withVersions(selected, found.versions);
  // What cannot be read might be what was meant.
  requireValid(set);
  throw noSuchVersion(first, all, tree) ?? orElse(first.path);
}

function notInRevisions(path: string): MlxError {
  return new MlxError("MLX_NOT_TRACKED", `${path} is not tracked in any of the revisions`, {
    hint: "mlx data ls REVISION shows what is",
    exitCode: 2,
  });
}

/** Everything that a transfer is about: what pointers and models' versions name. */
export function everySelection({ selections, versions = [] }: Sources): readonly Selection[] {
  return [...selections, ...versions];
}

const noVersions: VersionSet = { selections: [], failures: [] };

/** Replaces pointers that cannot be read for a merge conflict by those of its sides and their ancestor. */
async function withSides(session: DataSession, set: PointerSet): Promise<PointerSet> {
  if (set.invalid.length === 0) return set;
  const invalid = new Set(set.invalid.map(({ path }) => path));
  const sides = (await conflictedBlobs(session.git)).filter(({ path }) => invalid.has(path));
  const conflicted = new Set(sides.map(({ path }) => path));
  const { targets } = await readCommittedPointers(session.git, sides);
  return {
    targets: [...set.targets, ...targets],
    invalid: set.invalid.filter(({ path }) => !conflicted.has(path)),
  };
}

async function chosenCommits(session: DataSession, options: SourceOptions): Promise<string[]> {
  const { git } = session;
  const commits = [
    ...(await Promise.all(options.revisions.map((revision) => resolveCommit(git, revision)))),
    ...(options.allBranches ? await branchTips(git) : []),
    ...(options.allTags ? await tagTips(git) : []),
  ];
  return [...new Set(commits)];
}

/**
 * The pointers of several commits together, each content once. That one lies inside another is no fault here: they may
 * belong to different commits.
 */
export async function pointersOfCommits(
  session: DataSession,
  commits: readonly string[],
): Promise<PointerSet> {
  const refs = (await blobsOfCommits(session, commits)).filter(({ path }) => !isFrozenModel(path));
  const { targets, invalid } = await readCommittedPointers(session.git, refs);
  return { targets, invalid: invalid.filter(({ error }) => error.code !== "MLX_NESTED_POINTER") };
}

async function versionsOfCommits(session: DataSession, commits: readonly string[]): Promise<VersionSet> {
  return committedVersions(session.git, await blobsOfCommits(session, commits));
}

/** Each content once. */
async function blobsOfCommits(session: DataSession, commits: readonly string[]): Promise<BlobRef[]> {
  const refs = new Map<string, BlobRef>();
  for (const commit of commits) {
    for (const ref of await pointerBlobsAt(session.git, commit)) refs.set(`${ref.blob} ${ref.path}`, ref);
  }
  return [...refs.values()];
}
