import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Sha256 } from "../../core/sha256.js";
import { writeFileAtomic } from "../../files/atomic-write.js";
import { stampAt } from "../../files/stamp.js";
import { fileMoment, isTrusted } from "../../workspace/file-clock.js";
import type { DataSession } from "./session.js";

/**
 * Remembers which listings the cache is known to hold whole. Adding or removing an object changes the stamp of its
 * folder, so the stamps of the cache's 256 folders tell whether anything may have gone since; only then are a listing's
 * objects looked for one by one.
 */
export class CachePresence {
  readonly #complete = new Set<string>();
  #changed = false;

  private constructor(
    private readonly session: DataSession,
    private readonly file: string,
    private readonly fingerprint: string | undefined,
  ) {}

  static open(session: DataSession): CachePresence {
    const file = join(session.workspace.stateDir, "presence.json");
    const presence = new CachePresence(session, file, cacheFingerprint(session));
    for (const listing of presence.#read()) presence.#complete.add(listing);
    return presence;
  }

  /** Whether all objects of what `key` names are known to be there. */
  isComplete(key: string): boolean {
    return this.#complete.has(key);
  }

  /** Looks for each object; returns those that the cache lacks, and remembers `key` if there are none. */
  missing<T extends { readonly sha256: Sha256; readonly size: number }>(
    key: string,
    objects: readonly T[],
  ): T[] {
    const there = this.session.cache.hasMany(objects);
    const missing = objects.filter((object) => !there.has(object.sha256));
    if (missing.length === 0) {
      this.#complete.add(key);
      this.#changed = true;
    }
    return missing;
  }

  save(): void {
    if (!this.#changed || this.fingerprint === undefined) return;
    const text = JSON.stringify({ fingerprint: this.fingerprint, complete: [...this.#complete] });
    writeFileAtomic(this.file, text, { durable: false });
  }

  #read(): string[] {
    if (this.fingerprint === undefined) return [];
    try {
      const saved: unknown = JSON.parse(readFileSync(this.file, "utf8"));
      if (typeof saved !== "object" || saved === null || !("fingerprint" in saved) || !("complete" in saved))
        return [];
      if (saved.fingerprint !== this.fingerprint || !Array.isArray(saved.complete)) return [];
      return saved.complete.filter((item): item is string => typeof item === "string");
    } catch {
      return []; // absent or damaged: it is only a memory, and is made anew
    }
  }
}

/** Changes whenever an object comes or goes; `undefined` if something changed too recently to be sure. */
function cacheFingerprint(session: DataSession): string | undefined {
  const moment = fileMoment(session.workspace.stateDir);
  const hash = createHash("sha256").update(session.cache.root);
  for (let prefix = 0; prefix < 256; prefix++) {
    const name = prefix.toString(16).padStart(2, "0");
    const stamp = stampAt(join(session.cache.root, "objects", "sha256", name))?.stamp;
    if (stamp && !isTrusted(stamp, moment)) return undefined;
    hash.update(stamp ? `${stamp.dev} ${stamp.ino} ${stamp.mtimeNs} ${stamp.ctimeNs}\n` : "-\n");
  }
  return hash.digest("hex");
}
