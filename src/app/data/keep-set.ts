import { MlxError } from "../../core/errors.js";
import { isSha256, type Sha256 } from "../../core/sha256.js";
import { looksLikePointer, parsePointer } from "../../data/pointer.js";
import type { Pointer } from "../../data/types.js";
import {
  type BlobRef,
  pointerBlobsAt,
  pointerBlobsInIndex,
  pointerBlobsInRange,
  readBlobs,
} from "../../git/blobs.js";
import { Git } from "../../git/git.js";
import { branchTips, headCommit, historyGap, stashCommits, tagTips, worktrees } from "../../git/revisions.js";
import { readWorkingPointers, requireValid } from "../../workspace/pointer-files.js";
import type { App } from "../app.js";
import { registryWorktree } from "../registry/registry-worktree.js";
import { entriesOf, type ManifestReader } from "./listing.js";
import { frozenFiles } from "./model-versions.js";

/** A repository whose pointers decide what stays. */
export interface KeepingRepository {
  readonly root: string;
  readonly commonDir: string;
  readonly bare: boolean;
}

export interface KeepSets {
  /** What working trees, indexes, branch and tag tips, stashes, reflogs' and other unpushed commits name. */
  readonly keep: ReadonlySet<Sha256>;
  /** What any commit names, `keep` included. */
  readonly history: ReadonlySet<Sha256>;
}

/**
 * Reads everything that may still need an object. Refuses where it cannot know: a shallow or partial clone, a pointer or
 * a manifest that cannot be read.
 * @param tips further commits that count, such as the branches of git remotes: a part of history.
 */
export async function readKeepSets(
  app: App,
  repository: KeepingRepository,
  read: ManifestReader,
  tips: readonly string[] = [],
): Promise<KeepSets> {
  const env = withoutRepository(app.env);
  const git = new Git(repository.root, env, app.signal);
  const gap = await historyGap(git, repository.commonDir);
  if (gap) {
    throw new MlxError(
      "MLX_GC_REFUSED",
      `${repository.root} is a ${gap} clone: it does not know what its history names`,
      {
        hint:
          gap === "shallow" ? "get the whole history first: git fetch --unshallow" : "run it in a full clone",
      },
    );
  }
  const collector = new Collector(git, read);
  const heads: string[] = [];
  for (const tree of await worktrees(git)) {
    if (tree.head) heads.push(tree.head);
    if (tree.prunable && tree.locked) throw unreachable(tree.path);
    if (tree.bare || tree.prunable) continue;
    const treeGit = new Git(tree.path, env, app.signal);
    for (const { pointer } of requireValid(await readWorkingPointers(tree.path, treeGit)))
      await collector.addPointer(pointer);
    for (const { path, bytes } of frozenFiles(registryWorktree(tree.path)))
      await collector.addText(Buffer.from(bytes).toString("utf8"), path);
    await collector.addBlobs(await pointerBlobsInIndex(treeGit));
  }
  const named = [...heads, ...(await branchTips(git)), ...(await tagTips(git)), ...(await stashCommits(git))];
  for (const commit of new Set(named)) await collector.addBlobs(await pointerBlobsAt(git, commit));
  const born = named.length > 0 || (await headCommit(git)) !== undefined;
  if (born)
    await collector.addBlobs(
      await pointerBlobsInRange(git, ["--branches", "--tags", "--reflog", ...heads, "--not", "--remotes"]),
    );
  const keep = new Set(collector.digests);
  if (born || tips.length > 0)
    await collector.addBlobs(await pointerBlobsInRange(git, ["--all", "--reflog", ...heads, ...tips]));
  return { keep, history: collector.digests };
}

function unreachable(path: string): MlxError {
  return new MlxError(
    "MLX_GC_REFUSED",
    `the worktree ${path} cannot be read from here, and is locked to be kept`,
    {
      hint: `make its folder reachable, or, if it is gone for good: git worktree unlock ${path}`,
    },
  );
}

/** In a hook git says which repository and index are meant; other worktrees and repositories have their own. */
function withoutRepository(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { GIT_DIR, GIT_INDEX_FILE, GIT_WORK_TREE, GIT_COMMON_DIR, GIT_PREFIX, ...rest } = env;
  return rest;
}

/** Bounds the memory that a long history of long listings takes. */
const blobsAtOnce = 256;

/** Gathers the digests that pointers name, each pointer and manifest read once. */
class Collector {
  readonly digests = new Set<Sha256>();
  readonly #blobs = new Set<string>();
  readonly #trees = new Set<Sha256>();

  constructor(
    private readonly git: Git,
    private readonly read: ManifestReader,
  ) {}

  async addBlobs(refs: readonly BlobRef[]): Promise<void> {
    const fresh = [...new Set(refs.map(({ blob }) => blob))].filter((blob) => !this.#blobs.has(blob));
    for (let start = 0; start < fresh.length; start += blobsAtOnce) {
      for (const [blob, bytes] of await readBlobs(this.git, fresh.slice(start, start + blobsAtOnce))) {
        this.#blobs.add(blob);
        if (looksLikePointer(bytes)) await this.addText(bytes.toString("utf8"), blob);
      }
    }
  }

  async addText(text: string, blob: string): Promise<void> {
    const pointer = await parsePointer(text, blob).catch((error: unknown) => {
      if (error instanceof MlxError) return undefined;
      throw error;
    });
    if (pointer) return this.addPointer(pointer);
    // A committed pointer that cannot be read, such as one with conflict markers: keep whatever it may name.
    for (const digest of text.match(/\b[0-9a-f]{64}\b/g) ?? [])
      if (isSha256(digest)) this.digests.add(digest);
    for (const [, tree = ""] of text.matchAll(/^tree: ([0-9a-f]{64})$/gm))
      if (isSha256(tree)) await this.addTree(tree);
  }

  /** A tree that something unreadable names, as far as its manifests are at hand. */
  private async addTree(tree: Sha256): Promise<void> {
    const onManifest = (sha256: Sha256) => this.digests.add(sha256);
    const onUnreadable = () => undefined;
    const entries = await entriesOf({ kind: "directory", tree }, this.read, { onManifest, onUnreadable });
    for (const { sha256 } of entries) this.digests.add(sha256);
  }

  async addPointer(pointer: Pointer): Promise<void> {
    if (pointer.kind === "directory" && "tree" in pointer) {
      if (this.#trees.has(pointer.tree)) return;
      this.#trees.add(pointer.tree);
    }
    const onManifest = (sha256: Sha256) => this.digests.add(sha256);
    for (const entry of await entriesOf(pointer, this.read, { onManifest })) this.digests.add(entry.sha256);
  }
}
