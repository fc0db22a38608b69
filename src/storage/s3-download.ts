import { renameSync, rmSync } from "node:fs";
import { Interrupted } from "../core/errors.js";
import type { Sha256 } from "../core/sha256.js";
import type { TransferOptions } from "../ports.js";
import { corruptInStore } from "./object-errors.js";
import { PartialDownload } from "./partial-download.js";
import { S3Fault } from "./s3-fault.js";
import { downloadRanges } from "./s3-ranged-download.js";
import type { S3Requests } from "./s3-requests.js";
import { type SavedBody, saveBody } from "./save-body.js";

/** Objects above this size, in bytes, are fetched in ranges, so that a cut download can go on. */
const rangedSize = 32 * 1024 * 1024;

export interface DownloadContext {
  readonly requests: S3Requests;
  readonly location: string;
}

export interface WantedObject {
  readonly sha256: Sha256;
  readonly key: string;
  readonly target: string;
  /** In bytes, if it is known. */
  readonly size: number | undefined;
}

/** Fetches an object to `target` and verifies it. @throws S3Fault, or MlxError `MLX_CORRUPT_OBJECT`: nothing is at `target` then. */
export async function download(
  context: DownloadContext,
  object: WantedObject,
  options: TransferOptions,
): Promise<{ size: number }> {
  if (object.size !== undefined && object.size > rangedSize)
    return downloadLarge(context, object, object.size, options);
  const first = await downloadWhole(context, object, options, rangedSize);
  if ("size" in first) return first;
  return downloadLarge(context, object, first.largerThanLimit, options);
}

async function downloadLarge(
  context: DownloadContext,
  object: WantedObject,
  size: number,
  options: TransferOptions,
): Promise<{ size: number }> {
  const partial = new PartialDownload(object.target, size);
  for (;;) {
    const { resumed } = partial;
    let found: Sha256;
    try {
      found = await downloadRanges(context.requests, object.key, partial, options);
    } catch (error) {
      if (!(error instanceof S3Fault) || !isUnranged(error)) throw error;
      partial.discard();
      const whole = await downloadWhole(context, object, options);
      if ("size" in whole) return whole;
      throw error;
    }
    if (found === object.sha256) {
      partial.commit();
      return { size };
    }
    partial.discard();
    options.onBytes?.(-size);
    if (!resumed) throw corruptInStore(object.sha256, context.location, found);
  }
}

/** The server's answers to Range cannot be relied on: it ignores or misstates them, or the object changed meanwhile. */
function isUnranged(fault: S3Fault): boolean {
  return fault.kind === "range" || fault.kind === "precondition" || fault.kind === "unsupported";
}

/** Fetches by one request. @param limit do not begin with an object of more bytes than this. */
async function downloadWhole(
  context: DownloadContext,
  object: WantedObject,
  options: TransferOptions,
  limit = Number.POSITIVE_INFINITY,
): Promise<{ size: number } | { largerThanLimit: number }> {
  const draft = draftOf(object.target);
  try {
    const saved = await context.requests.run(() => fetchTo(draft, context, object, options, limit), options);
    if ("largerThanLimit" in saved) return saved;
    if (options.signal?.aborted) throw new Interrupted();
    if (saved.sha256 !== object.sha256) {
      options.onBytes?.(-saved.size);
      throw corruptInStore(object.sha256, context.location, saved.sha256);
    }
    renameSync(draft, object.target);
    return { size: saved.size };
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

async function fetchTo(
  draft: string,
  { requests }: DownloadContext,
  object: WantedObject,
  options: TransferOptions,
  limit: number,
): Promise<SavedBody | { largerThanLimit: number }> {
  const answer = await requests.get(object.key, options.signal);
  if (answer.length !== undefined && answer.length > limit) {
    answer.body.destroy();
    return { largerThanLimit: answer.length };
  }
  let moved = 0;
  try {
    return await saveBody(answer.body, answer.length, draft, (count) => {
      moved += count;
      options.onBytes?.(count);
    });
  } catch (error) {
    if (moved > 0) options.onBytes?.(-moved);
    throw error;
  }
}

let drafts = 0;

/** A name beside `target` that no other download uses, in this process or another. */
function draftOf(target: string): string {
  drafts++;
  return `${target}.${process.pid}-${drafts}.part`;
}
