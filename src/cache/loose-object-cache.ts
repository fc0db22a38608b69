import { chmodSync, lstatSync, type Stats, statfsSync } from "node:fs";
import { join } from "node:path";
import { compareBytes } from "../core/byte-order.js";
import { MlxError } from "../core/errors.js";
import { formatBytes } from "../core/format-bytes.js";
import type { LinkType } from "../core/settings.js";
import { type Sha256, sha256Of } from "../core/sha256.js";
import { makeDurable } from "../files/durable.js";
import { JobControl } from "../files/job.js";
import { acquireLock, type Lock, type LockOptions } from "../files/lock.js";
import type { BatchOptions, ReadResult } from "../files/read-result.js";
import { readWhole } from "../files/read-whole.js";
import { isSmallBatch, slice } from "../files/slices.js";
import { sizeOf } from "../files/stamp.js";
import { removeTempDir, tempDir } from "../files/temp-dir.js";
import { monitored, runJobs } from "../files/worker-pool.js";
import { cacheError, faultyObject, unreadableObject } from "./check-object.js";
import { insertAll } from "./insert-files.js";
import { type InsertTask, insertContent } from "./insert-job.js";
import { type CacheLayout, makeCacheDir, moveIntoPlace, objectPath, quarantineObject } from "./layout.js";
import type { LinkResult, LinkTask } from "./link-result.js";
import type { CachedObject, CacheOptions, LinkOptions, ObjectCache, VerifyReport } from "./object-cache.js";
import { listObjects, removeObjects } from "./object-folders.js";
import { downloadFolder } from "./partial-downloads.js";
import { placeAll } from "./place-files.js";
import { verifyJob } from "./verify-job.js";

/** The cache as folders of loose files, worked on by worker threads. */
export class LooseObjectCache implements ObjectCache {
  readonly #layout: CacheLayout;
  readonly #tmp: string;
  readonly #links: readonly LinkType[];
  /** Adopted, not yet flushed. */
  #adopted: string[] = [];

  constructor({ root, quarantine, tmp, group = false, links = ["reflink", "copy"] }: CacheOptions) {
    this.#layout = { root, quarantine, group };
    this.#tmp = tmp;
    this.#links = links;
  }

  get root(): string {
    return this.#layout.root;
  }

  get quarantineDir(): string {
    return this.#layout.quarantine;
  }

  pathOf(sha256: Sha256): string {
    return objectPath(this.#layout, sha256);
  }

  has(sha256: Sha256, size?: number): boolean {
    const found = this.sizeOf(sha256);
    return found !== undefined && (size === undefined || size === found);
  }

  hasMany(objects: Iterable<{ readonly sha256: Sha256; readonly size?: number }>): Set<Sha256> {
    const present = new Set<Sha256>();
    for (const { sha256, size } of objects) if (this.has(sha256, size)) present.add(sha256);
    return present;
  }

  sizeOf(sha256: Sha256): number | undefined {
    let stats: Stats | undefined;
    try {
      stats = lstatSync(this.pathOf(sha256), { throwIfNoEntry: false });
    } catch (error) {
      throw cacheError(error, this.#layout, `cannot look into the cache at ${this.root}`);
    }
    return stats?.isFile() ? stats.size : undefined;
  }

  async insertFiles(tasks: readonly InsertTask[], options: BatchOptions = {}): Promise<ReadResult[]> {
    if (tasks.length === 0) return [];
    return await this.#withTemp(async (temp) => {
      const results = await monitored(options, (control) => {
        return this.#explainingFullDisk(control, tasks, () => insertAll(this.#layout, temp, tasks, control));
      });
      const objects = new Set(results.flatMap((result) => (result.ok ? [this.pathOf(result.sha256)] : [])));
      await makeDurable([...objects], this.root);
      return results;
    });
  }

  async insertBytes(contents: readonly (string | Uint8Array)[]): Promise<Sha256[]> {
    if (contents.length === 0) return [];
    return await this.#withTemp(async (temp) => {
      const digests = contents.map((content) => {
        const bytes = typeof content === "string" ? Buffer.from(content) : content;
        const sha256 = sha256Of(bytes);
        insertContent(this.#layout, join(temp, "bytes"), sha256, bytes);
        return sha256;
      });
      await makeDurable(
        [...new Set(digests)].map((sha256) => this.pathOf(sha256)),
        this.root,
      );
      return digests;
    });
  }

  readBytes(sha256: Sha256): Buffer {
    const pieces: Buffer[] = [];
    const read = readWhole(this.pathOf(sha256), new JobControl(), {
      start: () => pieces.splice(0),
      piece: (bytes) => pieces.push(Buffer.from(bytes)),
    });
    if (read.ok && read.sha256 === sha256) return Buffer.concat(pieces);
    const found = faultyObject(this.#layout, sha256, read.ok ? undefined : read);
    if (found.state === "unreadable") throw unreadableObject(this.#layout, sha256, found.fault);
    throw found.state === "missing" ? this.#missing(sha256) : this.#corrupt(sha256);
  }

  tempFor(sha256: Sha256): string {
    const dir = join(this.root, "tmp");
    this.#makeDir(dir);
    try {
      return join(downloadFolder(dir), sha256);
    } catch (error) {
      throw cacheError(error, this.#layout, `cannot write to ${dir}`);
    }
  }

  adopt(sha256: Sha256, tempPath: string): void {
    try {
      chmodSync(tempPath, 0o444 & ~process.umask());
      moveIntoPlace(this.#layout, tempPath, sha256);
    } catch (error) {
      throw cacheError(error, this.#layout, `cannot write to the cache at ${this.root}`);
    }
    this.#adopted.push(this.pathOf(sha256));
  }

  async flush(): Promise<void> {
    const objects = this.#adopted;
    this.#adopted = [];
    await makeDurable(objects, this.root);
  }

  async linkOut(tasks: readonly LinkTask[], options: LinkOptions = {}): Promise<LinkResult[]> {
    if (tasks.length === 0) return [];
    const temp = tempDir(this.#tmp);
    const settings = {
      layout: this.#layout,
      temp,
      links: options.links ?? this.#links,
      within: options.within,
      umask: process.umask(),
    };
    try {
      return await monitored(options, (control) => placeAll(settings, tasks, control));
    } finally {
      removeTempDir(temp);
    }
  }

  async verify(digests: readonly Sha256[] | undefined, options: BatchOptions = {}): Promise<VerifyReport> {
    const all = digests ?? this.list().map(({ sha256 }) => sha256);
    const sizes = new Map(all.map((sha256) => [sha256, sizeOf(this.pathOf(sha256))]));
    const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    const slices = slice(all, (sha256) => sizes.get(sha256) ?? 0);
    const inputs = slices.map((part) => ({ layout: this.#layout, digests: part, counted: true }));
    const states = await monitored(options, async (control) => {
      return (await runJobs(verifyJob, inputs, control, isSmallBatch(all.length, bytes))).flat();
    });
    const of = (state: "corrupt" | "missing") => all.filter((_, index) => states[index]?.state === state);
    const unreadable = all.flatMap((sha256, index) => {
      const found = states[index];
      return found?.state === "unreadable" ? [{ sha256, message: found.fault.message }] : [];
    });
    return { checked: all.length, corrupt: of("corrupt"), missing: of("missing"), unreadable };
  }

  quarantine(sha256: Sha256): string | undefined {
    return quarantineObject(this.#layout, sha256);
  }

  list(): CachedObject[] {
    return listObjects(this.#layout).sort((a, b) => compareBytes(a.sha256, b.sha256));
  }

  remove(digests: Iterable<Sha256>): number {
    return removeObjects(this.#layout, digests);
  }

  async lock(options: LockOptions = {}): Promise<Lock> {
    this.#makeDir(this.root);
    return await acquireLock(join(this.root, "lock"), { ...options, group: this.#layout.group });
  }

  async #withTemp<T>(work: (temp: string) => Promise<T>): Promise<T> {
    const parent = join(this.root, "tmp");
    this.#makeDir(parent);
    const temp = tempDir(parent);
    try {
      return await work(temp);
    } finally {
      removeTempDir(temp);
    }
  }

  #makeDir(dir: string): void {
    try {
      makeCacheDir(this.#layout, dir);
    } catch (error) {
      throw cacheError(error, this.#layout, `cannot make ${dir}`);
    }
  }

  /** Says, when the disk is full, how much more it would take. */
  async #explainingFullDisk<T>(
    control: JobControl,
    tasks: readonly InsertTask[],
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof MlxError) || error.code !== "MLX_DISK_FULL") throw error;
      const total = tasks.reduce((sum, { source }) => sum + sizeOf(source), 0);
      const left = formatBytes(Math.max(0, total - control.bytes));
      const { bavail, bsize } = statfsSync(this.root);
      throw new MlxError(
        "MLX_DISK_FULL",
        `the disk of the cache at ${this.root} is full: about ${left} more are needed, ${formatBytes(bavail * bsize)} are free`,
        { hint: error.hint ?? "free some space there and run the command again", cause: error },
      );
    }
  }

  #missing(sha256: Sha256): MlxError {
    return new MlxError("MLX_OBJECT_MISSING", `object ${sha256} is not in the cache at ${this.root}`, {
      hint: "`mlx data fetch` gets it from the remote",
    });
  }

  #corrupt(sha256: Sha256): MlxError {
    return new MlxError(
      "MLX_CORRUPT_OBJECT",
      `object ${sha256} was damaged in the cache; it is in ${this.#layout.quarantine} now`,
      { hint: "`mlx data fetch` gets it anew from the remote" },
    );
  }
}
