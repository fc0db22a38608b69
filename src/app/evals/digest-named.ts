import { hashFiles } from "../../files/hash-files.js";
import type { FoundFile } from "./native/suite-files.js";

/** Adds the SHA-256 of each file that a suite names, by its path from the top; what is there already stays. */
export async function digestNamed(files: Iterable<FoundFile>, digests: Map<string, string>): Promise<void> {
  const named = [...files].filter(({ file }) => !digests.has(file));
  const results = await hashFiles(named.map(({ path }) => path));
  for (const [index, { file }] of named.entries()) {
    const result = results[index];
    if (result?.ok === true) digests.set(file, result.sha256);
  }
}
