import { constants, copyFileSync, existsSync, mkdirSync } from "node:fs";
import { devNull } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { MlxError } from "../core/errors.js";
import { readBlobs } from "./blobs.js";
import { Git } from "./git.js";

/** Where the snapshots of runs are kept: private refs, which neither fetch nor push takes along. */
const refFolder = "refs/mlx/runs";

export interface SnapshotPlace {
  /** The worktree's top. */
  readonly root: string;
  readonly gitDir: string;
  readonly commonDir: string;
  readonly env: NodeJS.ProcessEnv;
  /** An empty folder of this process, for the index and the objects until they are published. */
  readonly temp: string;
}

/** What of the working tree is to be in a snapshot, from the repository's top. */
export interface SnapshotPaths {
  /** Files and submodules, as they stand on disk. */
  readonly write: readonly string[];
  /** In the index, and gone from the disk. */
  readonly remove: readonly string[];
}

interface TreeEntry {
  readonly mode: string;
  readonly id: string;
}

/** A path of a snapshot that the commit has otherwise or not at all. */
export interface SnapshotEntry {
  readonly path: string;
  /** Absent for a deleted path. */
  readonly now?: TreeEntry;
  /** As the commit has it. */
  readonly before?: TreeEntry;
}

export interface PublishedSnapshot {
  readonly ref: string;
  readonly commit: string;
}

const submoduleMode = "160000";
const noIdentity = /identity|ident name|user\.(?:name|email)|auto-detect email/i;
/** Fewer objects than this become loose ones, as git does with what it fetches. */
const packFrom = 100;

/**
 * The working tree as a tree of git's, made through an index and an object folder of its own: until it is published
 * nothing of it reaches the repository, and the user's index, working tree, stash and HEAD are never touched.
 */
export class SnapshotDraft {
  private constructor(
    private readonly staging: Git,
    private readonly target: Git,
    private readonly head: string | undefined,
  ) {}

  /**
   * Reads the paths from disk, with git's filters (line ends, `.gitattributes`) as `git add` would.
   * @param head the commit that is checked out. @throws {MlxError} `MLX_GIT_FAILED`
   */
  static async take(
    place: SnapshotPlace,
    paths: SnapshotPaths,
    head: string | undefined,
  ): Promise<SnapshotDraft> {
    const index = join(place.temp, "index");
    copyIndex(place, index);
    for (const folder of ["info", "pack"])
      mkdirSync(join(place.temp, "objects", folder), { recursive: true });
    const env = quietEnvironment(place.env);
    const staging = new Git(place.root, { ...env, ...stagingEnvironment(place, index) }, undefined, true);
    const draft = new SnapshotDraft(staging, new Git(place.root, env, undefined, true), head);
    await draft.#update(["--force-remove"], paths.remove);
    await draft.#update(["--add", "--remove", "--replace"], paths.write);
    return draft;
  }

  async #update(options: readonly string[], paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    const input = `${paths.join("\0")}\0`;
    await this.staging.run(["update-index", ...options, "-z", "--stdin"], { input });
  }

  /** Every path in which the snapshot differs from the commit; before the first commit every path. */
  async entries(): Promise<SnapshotEntry[]> {
    if (this.head === undefined) return this.#allEntries();
    const options = ["--cached", "--raw", "-z", "--no-renames", "--no-abbrev", "--ignore-submodules=none"];
    const items = await this.staging.list(["diff-index", ...options, this.head, "--"]);
    const entries: SnapshotEntry[] = [];
    for (let i = 0; i + 1 < items.length; i += 2) {
      const [, oldMode = "", mode = "", oldId = "", id = ""] =
        /^:(\d+) (\d+) (\w+) (\w+) /.exec(items[i] ?? "") ?? [];
      entries.push({
        path: items[i + 1] ?? "",
        ...(!isNothing(mode) && { now: { mode, id } }),
        ...(!isNothing(oldMode) && { before: { mode: oldMode, id: oldId } }),
      });
    }
    return entries;
  }

  async #allEntries(): Promise<SnapshotEntry[]> {
    const items = await this.staging.list(["ls-files", "--stage", "-z", "--full-name"]);
    return items.flatMap((item) => {
      const [, mode, id, path] = /^(\d+) (\w+) 0\t([\s\S]+)$/.exec(item) ?? [];
      return mode && id && path ? [{ path, now: { mode, id } }] : [];
    });
  }

  /** The bytes of files and links by id, as they would enter the repository. */
  contents(entries: readonly SnapshotEntry[]): Promise<Map<string, Buffer>> {
    const blobs = entries.flatMap(({ now }) => (now && now.mode !== submoduleMode ? [now.id] : []));
    return readBlobs(this.staging, blobs);
  }

  /** Takes paths out again: the commit's version stands in their place, if it has one. */
  async drop(entries: readonly SnapshotEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const lines = entries.map(({ path, now, before }) => {
      const { mode, id } = before ?? { mode: "0", id: "0".repeat(now?.id.length ?? 40) };
      return `${mode} ${id}\t${path}\0`;
    });
    await this.staging.run(["update-index", "--replace", "-z", "--index-info"], { input: lines.join("") });
  }

  /**
   * Makes the commit, brings what it needs, and only that, into the repository, and sets the run's ref.
   * @throws {MlxError} `MLX_GIT_FAILED`, such as in a repository that cannot be written to.
   */
  async publish(runId: string): Promise<PublishedSnapshot> {
    const ref = `${refFolder}/${runId}`;
    const tree = await this.staging.text(["write-tree"]);
    const commit = await this.#commit(tree, `mlx run ${runId}\n`);
    const revisions = this.head === undefined ? `${commit}\n` : `${commit}\n^${this.head}\n`;
    const { stdout: pack } = await this.staging.run(
      // Local: without what the repository has already, such as the files of an earlier snapshot.
      ["pack-objects", "--revs", "--local", "--stdout", "--quiet", "--window=0", "--threads=1"],
      { input: revisions },
    );
    const objects = pack.readUInt32BE(8);
    const receive = objects < packFrom ? ["unpack-objects", "-q"] : ["index-pack", "--stdin"];
    await this.target.run(receive, { input: pack });
    await this.target.run(["update-ref", "--no-deref", ref, commit]);
    return { ref, commit };
  }

  async #commit(tree: string, message: string): Promise<string> {
    const parents = this.head === undefined ? [] : ["-p", this.head];
    const args = ["commit-tree", "--no-gpg-sign", ...parents, tree];
    try {
      return await this.staging.text(args, { input: message });
    } catch (error) {
      if (!(error instanceof MlxError) || !noIdentity.test(error.message)) throw error;
      // A machine, such as a CI runner, where nobody told git who they are.
      const named = ["-c", "user.name=mlx", "-c", "user.email=mlx@localhost"];
      return this.staging.text([...named, ...args], { input: message });
    }
  }
}

/** Removes a run's snapshot; git's garbage collection then frees its objects. One that does not exist is no error. */
export async function deleteSnapshot(git: Git, runId: string): Promise<void> {
  await git.run(["update-ref", "--no-deref", "-d", `${refFolder}/${runId}`]);
}

/** The index as it is: what did not change need not be read again. */
function copyIndex({ root, gitDir, env }: SnapshotPlace, target: string): void {
  const named = env["GIT_INDEX_FILE"];
  const source = named ? resolve(root, named) : join(gitDir, "index");
  if (existsSync(source)) copyFileSync(source, target, constants.COPYFILE_FICLONE);
}

function stagingEnvironment({ root, commonDir, env, temp }: SnapshotPlace, index: string) {
  const named = env["GIT_OBJECT_DIRECTORY"];
  const objects = named ? resolve(root, named) : join(commonDir, "objects");
  const others = env["GIT_ALTERNATE_OBJECT_DIRECTORIES"];
  return {
    GIT_INDEX_FILE: index,
    GIT_OBJECT_DIRECTORY: join(temp, "objects"),
    GIT_ALTERNATE_OBJECT_DIRECTORIES: [quoteFolder(objects), ...(others ? [others] : [])].join(delimiter),
  };
}

/** As git reads its list of folders: in quotes where the name could be taken for two. */
function quoteFolder(folder: string): string {
  if (!folder.includes(delimiter) && !folder.startsWith('"')) return folder;
  return `"${folder.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** No hook, no watcher, no index in two parts, no complaint about line ends: this is not the user's own `git add`. */
function quietEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const settings = {
    "core.hooksPath": devNull,
    "core.fsmonitor": "false",
    "core.splitIndex": "false",
    "core.safecrlf": "false",
    "pack.compression": "1",
  };
  const given = Number(env["GIT_CONFIG_COUNT"] ?? 0) || 0;
  const added = Object.entries(settings).flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${given + index}`, key],
    [`GIT_CONFIG_VALUE_${given + index}`, value],
  ]);
  const count = String(given + Object.keys(settings).length);
  return { ...env, ...Object.fromEntries(added), GIT_CONFIG_COUNT: count };
}

function isNothing(mode: string): boolean {
  return /^0+$/.test(mode);
}
