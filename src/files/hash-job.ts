import type { Job } from "./job.js";
import type { ReadResult } from "./read-result.js";
import { readWhole, withoutContent } from "./read-whole.js";

/** Reads and hashes the files at these absolute paths. */
export const hashJob: Job<readonly string[], ReadResult[]> = {
  name: "hash",
  run(paths, control) {
    return paths.map((path) => {
      const read = withoutContent(readWhole(path, control));
      control.addFiles(1);
      return read;
    });
  },
};
