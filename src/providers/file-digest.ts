import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";

/**
 * The digests of those of some names that are files, by name: a program that was changed answers anew, and not from the
 * cache.
 */
export async function fileDigests(folder: string, names: readonly string[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of names) {
    try {
      const bytes = await readFile(isAbsolute(name) ? name : join(folder, name));
      found[name] = createHash("sha256").update(bytes).digest("hex");
    } catch {
      // Not a file but a word: `python`, `--fast`. One that is missing shows when it is run.
    }
  }
  return found;
}
