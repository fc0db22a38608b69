import { rmSync } from "node:fs";
import type { Sha256 } from "../core/sha256.js";
import { copyJob, hashBehindJob } from "../files/copy-jobs.js";
import { FollowedWrite } from "../files/follow.js";
import type { JobControl } from "../files/job.js";
import { linkFile } from "../files/link-file.js";
import type { ReadPieces } from "../files/read-pieces.js";
import type { ReadResult, UnreadFile } from "../files/read-result.js";
import { postJob } from "../files/worker-pool.js";

/** From this size on, in bytes, one thread copies a file while another hashes the copy. */
export const largeFile = 64 << 20;

export interface LargeCopy {
  readonly source: string;
  readonly target: string;
  /** Permission bits of the target, less the umask. */
  readonly mode: number;
  readonly durable: boolean;
}

/** Copies a large file to `target`, which must not exist. The digest is that of the copy. */
export async function copyLarge(copy: LargeCopy, control: JobControl): Promise<ReadResult> {
  const follow = new FollowedWrite();
  const writing = postJob(0, copyJob, { ...copy, follow: follow.buffer }, control);
  // Also if the thread itself dies: whoever waits for the copy must not wait for ever.
  writing.catch(() => follow.end(false));
  const hashing = postJob(1, hashBehindJob, { path: copy.target, follow: follow.buffer }, control);
  const [written, hashed] = await Promise.allSettled([writing, hashing]);
  if (written.status === "rejected") throw written.reason;
  if (hashed.status === "rejected") throw hashed.reason;
  return withDigest(written.value, hashed.value);
}

function withDigest(read: ReadPieces | UnreadFile, sha256: Sha256 | undefined): ReadResult {
  if (!read.ok) return read;
  if (sha256 === undefined) throw new Error("a copy was made and not hashed");
  return { ...read, sha256 };
}

/** Whether the file system can reflink `source` to `probe`, which is removed again. */
export function canReflink(source: string, probe: string): boolean {
  try {
    if (!linkFile(source, probe, "reflink")) return false;
  } catch {
    return false;
  }
  rmSync(probe, { force: true });
  return true;
}
