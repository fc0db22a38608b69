import type { Sha256 } from "./core/sha256.js";

/** What a store knows of an object without reading it. */
export interface StoredObject {
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
  /** When the store last wrote it, in epoch milliseconds, by the store's clock. */
  readonly modifiedAt: number;
}

export interface TransferOptions {
  readonly signal?: AbortSignal;
  /** Called with the bytes moved since the last call; negative when a failed attempt is begun again. */
  readonly onBytes?: (count: number) => void;
  /** Called each time the store asks to be asked less often (503 SlowDown, 429). */
  readonly onThrottle?: () => void;
}

/** What an access check found, in the order it was tried. */
export interface AccessCheck {
  readonly name: "reach" | "read" | "write" | "list" | "delete" | "clock";
  readonly ok: boolean;
  /** A store without it still works; `ok: false` is then a remark, not a failure. */
  readonly optional: boolean;
  /** In plain words. */
  readonly detail: string;
  readonly hint?: string;
}

/**
 * A place for objects named by the SHA-256 of their bytes: a local folder or a bucket.
 *
 * Every method may be called concurrently, retries passing faults itself, and throws an MlxError worded for the user
 * once it gives up: exit code 4 for credentials and permission, 3 otherwise. An object that is listed or stat-ed is
 * complete: stores write to a temporary place first, or atomically. `put` and `remove` are idempotent.
 */
export interface ObjectStore {
  /** `local` or `s3`. */
  readonly kind: string;
  /** Where it is, for messages: a path or URL without credentials. */
  readonly location: string;
  /** How many transfers may run at once; the transfer engine adapts between 4 and this. */
  readonly maxStreams: number;
  /**
   * Fails early and clearly if the store cannot be used at all (absent bucket or folder, wrong credentials, unknown
   * layout version). Reads `mlx-store.json`; with `create`, writes it if it is absent.
   */
  open(options: { readonly create: boolean; readonly signal?: AbortSignal }): Promise<void>;
  /** `undefined` if the store does not hold it. */
  stat(sha256: Sha256, signal?: AbortSignal): Promise<StoredObject | undefined>;
  /** Which of these the store holds, by listing or by asking for each, whichever is less work; works without the right to list. */
  existing(digests: readonly Sha256[], signal?: AbortSignal): Promise<Set<Sha256>>;
  /**
   * Stores the file at `path` under `sha256`. The bytes are hashed on the way: if they do not match, nothing is stored
   * and an MlxError `MLX_CORRUPT_OBJECT` is thrown. Goes on where an earlier call for the same object was cut.
   * @param options.overwrite write even if the store holds the object already (default false).
   * @returns `present` if the store said that it holds the object already; a server that cannot say so stores it again.
   * @throws MlxError `MLX_NOT_CACHED` if there is no file at `path`.
   */
  put(
    sha256: Sha256,
    path: string,
    size: number,
    options?: TransferOptions & { readonly overwrite?: boolean },
  ): Promise<"stored" | "present">;
  /**
   * Fetches the object to `target`, which is replaced whole or left alone; the bytes are hashed on arrival and an
   * MlxError `MLX_CORRUPT_OBJECT` is thrown if they do not match. What a cut left beside `target` (`target` +
   * `.part`) is used to go on. An object that the store lacks is an MlxError `MLX_OBJECT_MISSING`.
   * @param options.size the expected size in bytes where it is known: it spares a request for large objects.
   */
  get(
    sha256: Sha256,
    target: string,
    options?: TransferOptions & { readonly size?: number },
  ): Promise<{ readonly size: number }>;
  /** Every object of the store. Needs the right to list. */
  list(signal?: AbortSignal): AsyncIterable<StoredObject>;
  remove(sha256: Sha256, signal?: AbortSignal): Promise<void>;
  /** A small text file beside the objects (`mlx-store.json`, garbage-collection candidates); `undefined` if absent. */
  readText(key: string, signal?: AbortSignal): Promise<string | undefined>;
  writeText(key: string, text: string, signal?: AbortSignal): Promise<void>;
  removeText(key: string, signal?: AbortSignal): Promise<void>;
  /** The keys of the texts below `prefix`, which ends in `/`, in no order that counts. Needs the right to list. */
  listTexts(prefix: string, signal?: AbortSignal): AsyncIterable<string>;
  /** Tries what mlx needs and says how it went, without leaving anything behind. Never throws for a refusal. */
  check(signal?: AbortSignal): Promise<readonly AccessCheck[]>;
  /** Frees sockets. */
  close(): void;
}

/** A part of a multipart upload that the store has acknowledged. */
export interface UploadedPart {
  /** Counted from 1. */
  readonly number: number;
  /** As the store answered it. */
  readonly etag: string;
  /** Of the part's bytes. */
  readonly sha256: Sha256;
}

/** A multipart upload that was begun and not yet finished. */
export interface PendingUpload {
  readonly uploadId: string;
  /** Bytes of every part but the last one. */
  readonly partSize: number;
  readonly parts: readonly UploadedPart[];
}

/** Remembers multipart uploads across processes, so that a cut one goes on. One upload per store location and object. */
export interface UploadJournal {
  find(store: string, sha256: Sha256): PendingUpload | undefined;
  /** Replaces what is known of an earlier upload of the same object. */
  begin(store: string, sha256: Sha256, upload: Omit<PendingUpload, "parts">): void;
  /** Ignored if the upload has been replaced or forgotten meanwhile. */
  addPart(store: string, sha256: Sha256, uploadId: string, part: UploadedPart): void;
  forget(store: string, sha256: Sha256): void;
}
