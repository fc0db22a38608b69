import type { ReadResult } from "../../files/read-result.js";
import type { ReadTask } from "../../workspace/resolve-scan.js";

/** Reads files: into the cache, or only to know their digests. One result per task, in order. */
export type ReadFiles = (tasks: readonly ReadTask[]) => Promise<ReadResult[]>;

interface Request {
  readonly tasks: readonly ReadTask[];
  readonly resolve: (results: ReadResult[]) => void;
  readonly reject: (error: unknown) => void;
}

/** What several targets ask for at the same time is read in one go: one flush to disk for all of them. */
export function batched(readAll: ReadFiles): ReadFiles {
  let waiting: Request[] = [];
  const flush = async () => {
    const requests = waiting;
    waiting = [];
    try {
      const results = await readAll(requests.flatMap(({ tasks }) => tasks));
      let start = 0;
      for (const { tasks, resolve } of requests) {
        resolve(results.slice(start, start + tasks.length));
        start += tasks.length;
      }
    } catch (error) {
      for (const { reject } of requests) reject(error);
    }
  };
  return (tasks) => {
    if (tasks.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ tasks, resolve, reject });
    });
  };
}
