import { MlxError } from "../../core/errors.js";
import { fewOf } from "../../core/few-of.js";
import { formatCount } from "../../core/format-bytes.js";
import { shellQuote } from "../../core/shell-quote.js";
import { foldersAbove, isWithin, type Target } from "../../data/target.js";
import { ignoredByGit, trackedByGit } from "../../git/tracked-files.js";
import { typedPath } from "../../workspace/repo-path.js";
import type { AddJob } from "./plan-add.js";
import type { DataSession } from "./session.js";

/** Refuses paths of which one lies inside another, and folders in which other pointers lie. */
export function refuseNested(
  { app, workspace }: DataSession,
  jobs: readonly AddJob[],
  targets: readonly Target[],
): void {
  const byPath = new Map(jobs.map((job) => [job.path, job]));
  for (const { path } of jobs) {
    const outer = foldersAbove(path).find((folder) => byPath.has(folder));
    if (outer === undefined) continue;
    throw new MlxError(
      "MLX_NESTED_POINTER",
      `${path} lies inside ${outer}; both cannot be tracked on their own`,
      { hint: `add only ${outer}, which includes it`, exitCode: 2 },
    );
  }
  const inside = (target: Target) => foldersAbove(target.path).find((folder) => byPath.has(folder));
  const inner = targets.filter((target) => inside(target) !== undefined);
  const [first] = inner;
  if (first === undefined) return;
  const pointers = inner.map(({ pointerPath }) => pointerPath);
  const typed = shellQuote(typedPath(workspace.root, app.cwd, first.path));
  throw new MlxError(
    "MLX_NESTED_POINTER",
    `${inside(first)} holds ${fewOf(pointers, 1)}: what is inside is tracked on its own`,
    {
      hint: `add the other files by name, or first untrack it: mlx data rm --keep-data ${typed}`,
      exitCode: 2,
    },
  );
}

/** Refuses paths that git tracks, with the command that changes it. */
export async function refuseGitTracked(session: DataSession, paths: readonly string[]): Promise<void> {
  const tracked = await trackedByGit(session.git, paths);
  if (tracked.length === 0) return;
  const { app, workspace } = session;
  const typed = (path: string) => shellQuote(typedPath(workspace.root, app.cwd, path));
  const culprits = paths.filter((path) => tracked.some((file) => isWithin(file, path)));
  throw new MlxError("MLX_TRACKED_BY_GIT", `git already tracks ${fewOf(tracked, 1, formatCount)}`, {
    hint: `let mlx have it: git rm -r --cached ${culprits.map(typed).join(" ")} (the files stay)`,
    exitCode: 2,
  });
}

/** Refuses pointers that a rule of the user makes git ignore: nobody would ever see them. */
export async function refuseIgnoredPointers(
  session: DataSession,
  pointerPaths: readonly string[],
): Promise<void> {
  const [rule] = await ignoredByGit(session.git, pointerPaths);
  if (rule === undefined) return;
  throw new MlxError(
    "MLX_POINTER_IGNORED",
    `git ignores ${rule.path}, so that it could not be committed: ${rule.pattern} at ${rule.source}:${rule.line}`,
    {
      hint: "narrow or remove that rule: mlx itself makes git ignore the data, not the pointer",
      exitCode: 2,
    },
  );
}
