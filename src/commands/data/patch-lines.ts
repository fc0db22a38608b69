import { join } from "node:path";
import type { DataSession } from "../../app/data/session.js";
import type { ModifiedEntry } from "../../data/diff.js";

const largestText = 4_000_000;

/**
 * The changed lines of a file, as git shows them, if both sides are at hand and are text of at most 4 MB.
 * @param current where the newer bytes are: the working tree, or the cache if two revisions are compared.
 */
export async function patchLines(
  session: DataSession,
  { path, before, after }: ModifiedEntry,
  current: "working tree" | "cache",
): Promise<string[]> {
  const { cache, workspace, git } = session;
  if (before.sha256 === after.sha256 || Math.max(before.size, after.size) > largestText) return [];
  if (!cache.has(before.sha256) || (current === "cache" && !cache.has(after.sha256))) return [];
  const newer = current === "cache" ? cache.pathOf(after.sha256) : join(workspace.root, path);
  const text = await git.text(
    [
      "diff",
      "--no-index",
      "--no-color",
      "--no-ext-diff",
      "--unified=1",
      "--",
      cache.pathOf(before.sha256),
      newer,
    ],
    {
      allow: [1],
    },
  );
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith("@@"));
  return start < 0 ? [] : lines.slice(start);
}
