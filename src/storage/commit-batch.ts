import { renameSync } from "node:fs";
import { makeDurable } from "../files/durable.js";

interface Draft {
  readonly file: string;
  readonly target: string;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Makes files durable together and then moves them into place: one flush for all that were written meanwhile, since one a
 * file allows a few thousand files a second at best.
 */
export class CommitBatch {
  #waiting: Draft[] = [];
  #running = false;

  /** @param root a folder on the file system of all files. */
  constructor(readonly root: string) {}

  /** Moves `file` to `target` once its bytes are on disk. */
  commit(file: string, target: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ file, target, resolve, reject });
      if (this.#running) return;
      this.#running = true;
      setImmediate(() => void this.#run());
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      await this.#commitAll(batch);
    }
    this.#running = false;
  }

  async #commitAll(batch: readonly Draft[]): Promise<void> {
    try {
      await makeDurable(
        batch.map(({ file }) => file),
        this.root,
      );
    } catch (error) {
      for (const draft of batch) draft.reject(error);
      return;
    }
    for (const { file, target, resolve, reject } of batch) {
      try {
        renameSync(file, target);
        resolve();
      } catch (error) {
        reject(error);
      }
    }
  }
}
