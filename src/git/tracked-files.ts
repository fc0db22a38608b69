import type { Git } from "./git.js";

/** How many paths one command line surely holds. */
const pathsPerCall = 200;

/** The pointer files of the working tree, committed or not, that git does not ignore; from the repository's top. */
export async function pointerPaths(git: Git): Promise<string[]> {
  const paths = await git.list([
    "ls-files",
    "-z",
    "--cached",
    "--others",
    "--exclude-standard",
    "--full-name",
    "--",
    ":(top)*.mlx",
  ]);
  // mlx's own folder may be a link to another disk: it is no pointer for data without a name.
  return [...new Set(paths)].filter((path) => path !== ".mlx");
}

/** Those of `paths` (from the repository's top) that are in git's index, files below a folder included. */
export async function trackedByGit(git: Git, paths: readonly string[]): Promise<string[]> {
  const tracked = new Set<string>();
  for (let start = 0; start < paths.length; start += pathsPerCall) {
    const some = paths.slice(start, start + pathsPerCall);
    const found = await git.list([
      ...["--literal-pathspecs", "ls-files", "-z", "--cached", "--full-name", "--"],
      ...some,
    ]);
    for (const path of found) tracked.add(path);
  }
  return [...tracked];
}

export interface IgnoreRule {
  readonly path: string;
  /** Where the rule stands: file and line, as git says it. */
  readonly source: string;
  readonly line: string;
  readonly pattern: string;
}

/** Those of `paths` that a rule makes git ignore, with the rule. */
export async function ignoredByGit(git: Git, paths: readonly string[]): Promise<IgnoreRule[]> {
  if (paths.length === 0) return [];
  const { stdout } = await git.run(["check-ignore", "-z", "--verbose", "--stdin"], {
    input: `${paths.join("\0")}\0`,
    allow: [1],
  });
  const items = stdout.toString("utf8").split("\0");
  const rules: IgnoreRule[] = [];
  for (let i = 0; i + 3 < items.length; i += 4) {
    const [source = "", line = "", pattern = "", path = ""] = items.slice(i, i + 4);
    if (!pattern.startsWith("!")) rules.push({ path, source, line, pattern });
  }
  return rules;
}
