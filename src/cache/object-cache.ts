import type { LinkType } from "../core/settings.js";
import type { Sha256 } from "../core/sha256.js";
import type { Lock, LockOptions } from "../files/lock.js";
import type { BatchOptions, ReadResult } from "../files/read-result.js";
import type { InsertTask } from "./insert-job.js";
import type { LinkResult, LinkTask } from "./link-result.js";
import { LooseObjectCache } from "./loose-object-cache.js";

export interface CacheOptions {
  /** Absolute; holds `objects/`, `tmp/`, `lock/`. Made when first written to. */
  readonly root: string;
  /** Absolute folder for damaged objects. */
  readonly quarantine: string;
  /** Absolute folder for temporary files on the working tree's file system: `<stateDir>/tmp`. */
  readonly tmp: string;
  /** Shared by a group: folders 2775, objects readable by all. Default false. */
  readonly group?: boolean;
  /** In order of preference; copy is always the last resort. Default reflink, copy. */
  readonly links?: readonly LinkType[];
}

export interface LinkOptions extends BatchOptions {
  readonly links?: readonly LinkType[];
  /** No target may lie outside this folder, through symbolic links either. Normally the worktree's root. */
  readonly within?: string;
}

export interface CachedObject {
  readonly sha256: Sha256;
  readonly size: number;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

export interface VerifyReport {
  readonly checked: number;
  /** Moved to quarantine. */
  readonly corrupt: readonly Sha256[];
  readonly missing: readonly Sha256[];
  readonly unreadable: readonly { readonly sha256: Sha256; readonly message: string }[];
}

/** Objects named by the SHA-256 of their bytes, one read-only file each: `<root>/objects/sha256/<2>/<62>`. */
export interface ObjectCache {
  readonly root: string;
  readonly quarantineDir: string;
  pathOf(sha256: Sha256): string;
  /** Whether it is there, with that size if given. Does not read it. */
  has(sha256: Sha256, size?: number): boolean;
  /** Those that are there. Sizes are compared where known. */
  hasMany(objects: Iterable<{ readonly sha256: Sha256; readonly size?: number }>): Set<Sha256>;
  /** The size of the object on disk; `undefined` if absent. */
  sizeOf(sha256: Sha256): number | undefined;
  /**
   * Copies files into the cache; one result per task, in order. Sources are never moved or changed. All objects are on
   * disk, durable, before it returns. @throws {MlxError} MLX_DISK_FULL, MLX_PERMISSION (4), MLX_IO. @throws {Interrupted}
   */
  insertFiles(tasks: readonly InsertTask[], options?: BatchOptions): Promise<ReadResult[]>;
  /** Stores small contents (manifests), durable before it returns; one digest each, in order. */
  insertBytes(contents: readonly (string | Uint8Array)[]): Promise<Sha256[]>;
  /** @throws {MlxError} MLX_OBJECT_MISSING, or MLX_CORRUPT_OBJECT once it is in quarantine. */
  readBytes(sha256: Sha256): Buffer;
  /**
   * Where a download of this object is to be written, this process's own. Its folder exists, and holds what a dead
   * process left of the same download (under the same names), so that it can be resumed.
   */
  tempFor(sha256: Sha256): string;
  /** Makes a fetched and verified file, normally at `tempFor`, an object. Durable only after `flush`. */
  adopt(sha256: Sha256, tempPath: string): void;
  /** Waits until everything adopted is on disk. */
  flush(): Promise<void>;
  /**
   * Puts objects into the working tree, each hashed before it becomes visible under its name and then put there by
   * rename; one result per task, in order. Makes folders on the way.
   */
  linkOut(tasks: readonly LinkTask[], options?: LinkOptions): Promise<LinkResult[]>;
  /** Re-hashes objects (all of them if no digests are given); damaged ones go to quarantine. */
  verify(digests: readonly Sha256[] | undefined, options?: BatchOptions): Promise<VerifyReport>;
  /** Moves an object to the quarantine folder; returns where it is now. */
  quarantine(sha256: Sha256): string | undefined;
  /** Every object, byte-sorted. */
  list(): CachedObject[];
  /** For garbage collection; returns the bytes freed. Absent ones are no error. */
  remove(digests: Iterable<Sha256>): number;
  /** Adders and fetchers take it shared, garbage collection exclusive. */
  lock(options?: LockOptions): Promise<Lock>;
}

export function openCache(options: CacheOptions): ObjectCache {
  return new LooseObjectCache(options);
}
