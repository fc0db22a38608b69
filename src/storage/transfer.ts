import type { MlxError } from "../core/errors.js";
import type { Sha256 } from "../core/sha256.js";
import type { ObjectStore } from "../ports.js";
import { runQueue } from "./transfer-queue.js";

export interface UploadItem {
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
  /** The cached file that holds them. */
  readonly path: string;
  /** For messages: what the user knows the object by. */
  readonly label: string;
  /** Write it even if the store holds it already. Default false. */
  readonly overwrite?: boolean;
}

export interface DownloadItem {
  readonly sha256: Sha256;
  /** Bytes, if known. */
  readonly size?: number;
  /** The file to write; its folder exists. */
  readonly target: string;
  readonly label: string;
}

export interface TransferAllOptions<T> {
  /** A fixed number of streams; absent: adapted to what the store bears. */
  readonly jobs?: number;
  readonly signal?: AbortSignal;
  /** Called with the bytes moved since the last call; negative when a failed attempt is begun again. */
  readonly onBytes?: (count: number) => void;
  /** Called for each object that is where it belongs. */
  readonly onDone?: (item: T) => void;
}

export interface FailedTransfer {
  readonly sha256: Sha256;
  readonly label: string;
  /** The error's message. */
  readonly reason: string;
  readonly code: string;
  readonly hint?: string;
}

export interface UploadOutcome {
  /** Counts of objects. */
  readonly uploaded: number;
  readonly present: number;
  /** Of the uploaded objects. */
  readonly bytes: number;
  readonly failed: readonly FailedTransfer[];
}

export interface DownloadOutcome {
  readonly downloaded: number;
  readonly bytes: number;
  readonly failed: readonly FailedTransfer[];
}

/**
 * Uploads each distinct object once. A failing one never stops the rest; an error that would meet all of them is thrown
 * (see `runQueue`), and what was uploaded until then stays.
 */
export async function uploadAll(
  store: ObjectStore,
  items: readonly UploadItem[],
  options: TransferAllOptions<UploadItem> = {},
): Promise<UploadOutcome> {
  const failed: FailedTransfer[] = [];
  let uploaded = 0;
  let present = 0;
  let bytes = 0;
  await runQueue(
    distinct(items),
    async (item, slot) => {
      const overwrite = item.overwrite ?? false;
      const outcome = await store.put(item.sha256, item.path, item.size, {
        ...slot,
        ...progressOf(options),
        overwrite,
      });
      if (outcome === "present") present++;
      else {
        uploaded++;
        bytes += item.size;
      }
      options.onDone?.(item);
    },
    queueOptions(store, options, failed),
  );
  return { uploaded, present, bytes, failed };
}

/** Downloads each distinct object once, to the first target named for it. Failures as in `uploadAll`. */
export async function downloadAll(
  store: ObjectStore,
  items: readonly DownloadItem[],
  options: TransferAllOptions<DownloadItem> = {},
): Promise<DownloadOutcome> {
  const failed: FailedTransfer[] = [];
  let downloaded = 0;
  let bytes = 0;
  await runQueue(
    distinct(items),
    async (item, slot) => {
      const known = item.size === undefined ? {} : { size: item.size };
      const { size } = await store.get(item.sha256, item.target, {
        ...slot,
        ...progressOf(options),
        ...known,
      });
      downloaded++;
      bytes += size;
      options.onDone?.(item);
    },
    queueOptions(store, options, failed),
  );
  return { downloaded, bytes, failed };
}

function distinct<T extends { readonly sha256: Sha256 }>(items: readonly T[]): T[] {
  const seen = new Set<Sha256>();
  return items.filter(({ sha256 }) => !seen.has(sha256) && seen.add(sha256));
}

function progressOf(options: { readonly onBytes?: (count: number) => void }): {
  onBytes?: (count: number) => void;
} {
  return options.onBytes === undefined ? {} : { onBytes: options.onBytes };
}

function queueOptions<T extends { readonly sha256: Sha256; readonly label: string }>(
  store: ObjectStore,
  options: TransferAllOptions<T>,
  failed: FailedTransfer[],
) {
  return {
    maxStreams: store.maxStreams,
    jobs: options.jobs,
    signal: options.signal,
    onFailed: ({ sha256, label }: T, { message: reason, code, hint }: MlxError) => {
      failed.push({ sha256, label, reason, code, ...(hint === undefined ? {} : { hint }) });
    },
  };
}
