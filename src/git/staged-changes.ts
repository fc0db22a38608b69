import type { Git } from "./git.js";

/** A file that a commit of the index would add, change or take away. A rename is one of each. */
export interface StagedChange {
  /** From the repository's top. */
  readonly path: string;
  readonly kind: "added" | "modified" | "deleted";
}

const kinds: Readonly<Record<string, StagedChange["kind"]>> = {
  A: "added",
  D: "deleted",
  M: "modified",
  T: "modified",
};

/**
 * What the index, the one that git hands to a hook, changes against the commit that is checked out; before the first
 * commit that is everything. Paths in an unresolved conflict are left out.
 * @param folder from the repository's top.
 */
export async function stagedChanges(git: Git, folder: string): Promise<StagedChange[]> {
  const options = ["--cached", "--name-status", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules"];
  const items = await git.list(["diff", ...options, "--", `:(top)${folder}`]);
  const changes: StagedChange[] = [];
  for (let i = 0; i + 1 < items.length; i += 2) {
    const kind = kinds[items[i] ?? ""];
    const path = items[i + 1];
    if (kind !== undefined && path !== undefined) changes.push({ path, kind });
  }
  // A path in conflict can be told twice: as unmerged, and against the working tree.
  const unmerged = new Set(items.filter((_, i) => items[i - 1] === "U" && i % 2 === 1));
  return changes.filter(({ path }) => !unmerged.has(path));
}
