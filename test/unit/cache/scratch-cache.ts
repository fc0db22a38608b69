import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type CacheOptions, type ObjectCache, openCache } from "../../../src/cache/object-cache.js";
import { asSha256, type Sha256 } from "../../../src/core/sha256.js";
import { tempFolder } from "../../support/temp-folder.js";

export interface ScratchCache {
  readonly folder: string;
  readonly cache: ObjectCache;
  /** Writes a file below the folder; returns its absolute path. */
  write(path: string, content: string | Uint8Array, mode?: number): string;
  /** Puts content into the cache and returns what a link task needs. */
  put(content: string | Uint8Array): Promise<{ sha256: Sha256; size: number; mode: "644" }>;
  /** Overwrites an object's bytes in place. */
  damage(sha256: Sha256, bytes: string | Uint8Array): void;
  quarantined(): string[];
}

export function scratchCache(options: Partial<CacheOptions> = {}): ScratchCache {
  const folder = tempFolder();
  const cache = openCache({
    root: join(folder, "cache"),
    quarantine: join(folder, "quarantine"),
    tmp: join(folder, "tmp"),
    ...options,
  });
  let count = 0;
  const write = (path: string, content: string | Uint8Array, mode = 0o644) => {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content, { mode });
    return target;
  };
  return {
    folder,
    cache,
    write,
    async put(content) {
      const [result] = await cache.insertFiles([{ source: write(`source-${count++}`, content) }]);
      if (!result?.ok) throw new Error("not inserted");
      return { sha256: result.sha256, size: result.size, mode: "644" };
    },
    damage(sha256, bytes) {
      chmodSync(cache.pathOf(sha256), 0o644);
      writeFileSync(cache.pathOf(sha256), bytes);
    },
    quarantined() {
      try {
        return readdirSync(join(folder, "quarantine"));
      } catch {
        return [];
      }
    },
  };
}

export function digest(content: string | Uint8Array): Sha256 {
  return asSha256(createHash("sha256").update(content).digest("hex"));
}
