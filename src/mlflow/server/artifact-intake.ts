import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { ObjectCache } from "../../cache/object-cache.js";
import { systemCode } from "../../core/errors.js";
import { asSha256, type Sha256 } from "../../core/sha256.js";
import { ioError } from "../../files/io-error.js";
import { removeTempDir, tempDir } from "../../files/temp-dir.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import type { RunId } from "../../runs/types.js";

interface Upload {
  readonly runId: RunId;
  readonly path: string;
  readonly loggedAt: number;
  readonly temp: string;
  readonly sha256: Sha256;
  readonly size: number;
  readonly settle: (error?: unknown) => void;
}

/**
 * Takes in what clients upload: each body streams into a temporary file of the cache and is hashed on the way, becomes
 * an object, durable, and then an artifact of its run. Uploads that finish meanwhile are flushed together.
 */
export class ArtifactIntake {
  #folder: string | undefined;
  #count = 0;
  #waiting: Upload[] = [];
  #storing: Promise<void> | undefined;

  constructor(
    private readonly cache: ObjectCache,
    private readonly ledger: RunLedger,
  ) {}

  /** @returns once it is stored. Rejects, and leaves nothing behind, if the body breaks off or cannot be kept. */
  async take(body: Readable, runId: RunId, path: string, loggedAt: number): Promise<void> {
    const temp = join(this.#tempFolder(), String(this.#count++));
    try {
      const { sha256, size } = await writeHashing(body, temp);
      await new Promise<void>((resolve, reject) => {
        const settle = (error?: unknown) => (error === undefined ? resolve() : reject(error));
        this.#waiting.push({ runId, path, loggedAt, temp, sha256, size, settle });
        this.#storing ??= this.#store().finally(() => {
          this.#storing = undefined;
        });
      });
    } catch (error) {
      // The client went away; nothing is wrong with the disk.
      if (systemCode(error) === "ECONNRESET") throw error;
      throw ioError(error, `cannot keep the artifact ${path} in the cache at ${this.cache.root}`);
    } finally {
      rmSync(temp, { force: true });
    }
  }

  close(): void {
    if (this.#folder !== undefined) removeTempDir(this.#folder);
    this.#folder = undefined;
  }

  #tempFolder(): string {
    this.#folder ??= tempDir(join(this.cache.root, "tmp"));
    return this.#folder;
  }

  async #store(): Promise<void> {
    while (this.#waiting.length > 0) {
      const uploads = this.#waiting;
      this.#waiting = [];
      try {
        await this.#storeTogether(uploads);
      } catch (error) {
        for (const { settle } of uploads) settle(error);
      }
    }
  }

  async #storeTogether(uploads: readonly Upload[]): Promise<void> {
    // Until the ledger names them, garbage collection must not see the new objects.
    const lock = await this.cache.lock({ mode: "shared", command: "run" });
    try {
      for (const { sha256, temp } of uploads) this.cache.adopt(sha256, temp);
      await this.cache.flush();
      for (const upload of uploads) this.#record(upload);
    } finally {
      lock.release();
    }
  }

  #record({ runId, path, sha256, size, loggedAt, settle }: Upload): void {
    try {
      this.ledger.addArtifacts(runId, [{ path, sha256, size, loggedAt }]);
      settle();
    } catch (error) {
      settle(error);
    }
  }
}

/** Leaves the body alone when the file fails, so that the client can still be answered. */
async function writeHashing(body: Readable, path: string): Promise<{ sha256: Sha256; size: number }> {
  const hash = createHash("sha256");
  let size = 0;
  const file = await open(path, "wx");
  try {
    for await (const piece of body.iterator({ destroyOnReturn: false })) {
      const bytes: Buffer = piece;
      hash.update(bytes);
      size += bytes.length;
      await file.writeFile(bytes);
    }
  } finally {
    await file.close();
  }
  return { sha256: asSha256(hash.digest("hex")), size };
}
