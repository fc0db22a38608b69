import type { Git } from "./git.js";

/** A commit that changed a path. */
export interface PathCommit {
  readonly commit: string;
  /** When it was written; epoch milliseconds. */
  readonly time: number;
  readonly author: string;
  readonly subject: string;
}

const format = "%H%x00%at%x00%an%x00%s%x00";

/** The commits that changed one of the paths, the oldest first; of merges those that chose between their sides. */
export async function commitsOfPaths(
  git: Git,
  range: readonly string[],
  paths: readonly string[],
): Promise<PathCommit[]> {
  const literal = paths.map((path) => `:(top,literal)${path}`);
  const text = await git.text([
    ...["log", "--topo-order", "--reverse", `--format=${format}`],
    ...[...range, "--", ...literal],
  ]);
  const fields = text.split("\0");
  const commits: PathCommit[] = [];
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [commit = "", time = "", author = "", subject = ""] = fields.slice(at, at + 4);
    commits.push({ commit: commit.trim(), time: Number(time) * 1000, author, subject });
  }
  return commits;
}

/** One commit by itself. */
export async function commitFacts(git: Git, commit: string): Promise<PathCommit> {
  const text = await git.text(["log", "-1", `--format=${format}`, commit]);
  const [, time = "", author = "", subject = ""] = text.split("\0");
  return { commit, time: Number(time) * 1000, author, subject };
}

/** The bytes of a file of a commit; undefined where it has none at that path. */
export async function fileAt(git: Git, commit: string, path: string): Promise<Buffer | undefined> {
  const { code, stdout } = await git.run(["cat-file", "blob", `${commit}:${path}`], { allow: [128] });
  return code === 0 ? stdout : undefined;
}
