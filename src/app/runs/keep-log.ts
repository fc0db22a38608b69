import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { ObjectCache } from "../../cache/object-cache.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { keptOutput } from "./output-log.js";
import type { RunFolder } from "./run-folder.js";

const compress = promisify(gzip);

export interface LogRequest {
  readonly ledger: RunLedger;
  readonly cache: ObjectCache;
  readonly folder: RunFolder;
  /** Most bytes of the output that are kept. */
  readonly limit: number;
}

/** Makes a command's output, if there is any, the log of its run: an object of the cache in gzip. */
export async function keepLog({ ledger, cache, folder, limit }: LogRequest): Promise<void> {
  const { bytes, written, truncated } = keptOutput(folder.dir, Math.max(1, limit));
  if (written === 0) return;
  const compressed = await compress(bytes);
  const lock = await cache.lock({ mode: "shared", command: "run" });
  try {
    const [sha256] = await cache.insertBytes([compressed]);
    if (sha256 === undefined) return;
    ledger.mergeContext(folder.id, { log: { sha256, size: compressed.length, written, truncated } });
  } finally {
    lock.release();
  }
}
