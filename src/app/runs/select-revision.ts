import { MlxError } from "../../core/errors.js";
import type { Git } from "../../git/git.js";
import { resolveCommit } from "../../git/revisions.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { nestRuns } from "../../runs/nest-runs.js";
import { shortId } from "../../runs/short-id.js";
import type { RunHeader, RunSummary } from "../../runs/types.js";
import type { App } from "../app.js";
import { pullHint } from "./pull-hint.js";
import { findRun, selectRun } from "./select-run.js";

/** A run, and the revision that it stands for if one was named. */
export interface RunOfRevision {
  readonly run: RunHeader;
  readonly revision?: string;
}

/** How far around a commit others are looked for that have runs. */
const neighbourhood = 1000;

/**
 * The run that a person means as `selectRun` understands it; else the run that stands for a revision: of those recorded
 * at its commit that have ended, and not inside another of them, one with metrics before one without, of an unchanged tree before one with changes, and
 * of these the latest.
 * @throws {MlxError} `MLX_RUN_NOT_FOUND`, `MLX_RUN_AMBIGUOUS` or `MLX_NO_RUN_AT_REVISION`, exit 2.
 */
export async function selectRunOrRevision(app: App, ledger: RunLedger, text: string): Promise<RunOfRevision> {
  const found = findRun(app, ledger, text);
  if (found) return { run: found };
  const git = await app.git();
  const commit = await commitNamed(git, text);
  if (commit === undefined) return { run: await selectRun(app, ledger, text) };
  const run = representative(runsAt(ledger, [commit]));
  if (run) return { run, revision: text };
  const near = await nearestWithRuns(git, ledger, commit);
  const pull = await pullHint(app);
  throw new MlxError(
    "MLX_NO_RUN_AT_REVISION",
    `no finished run was recorded at ${text} (commit ${commit.slice(0, 8)})`,
    {
      hint: near
        ? `the nearest commit that has one is ${near.commit.slice(0, 8)}, ${near.where}: run ${shortId(near.run.id)}`
        : `check it out and record one: mlx run -- COMMAND${pull === undefined ? "" : `; ${pull}`}`,
      exitCode: 2,
    },
  );
}

async function commitNamed(git: Git, revision: string): Promise<string | undefined> {
  try {
    return await resolveCommit(git, revision);
  } catch (error) {
    if (error instanceof MlxError && error.code === "MLX_UNKNOWN_REVISION") return undefined;
    throw error;
  }
}

/** The ended runs recorded at any of these commits, the latest first. */
function runsAt(ledger: RunLedger, commits: readonly string[]): RunSummary[] {
  if (commits.length === 0) return [];
  const atCommits = {
    field: { entity: "attribute", key: "commit" },
    operator: "IN",
    value: commits,
  } as const;
  return ledger.search({ filter: [atCommits] }).runs.filter(({ status }) => status !== "running");
}

/** Of the runs that were not made inside another of them; the metrics of those inside are theirs, too. */
function representative(runs: readonly RunSummary[]): RunSummary | undefined {
  const tops: { readonly run: RunSummary; hasMetrics: boolean }[] = [];
  for (const { run, depth } of nestRuns(runs)) {
    if (depth === 0) tops.push({ run, hasMetrics: false });
    const top = tops.at(-1);
    if (top && Object.keys(run.metrics).length > 0) top.hasMetrics = true;
  }
  const worth = ({ run, hasMetrics }: (typeof tops)[number]): number =>
    (hasMetrics ? 2 : 0) + (run.git.dirty ? 0 : 1);
  return tops.sort((a, b) => worth(b) - worth(a) || b.run.startTime - a.run.startTime)[0]?.run;
}

/** Looks among the commits before it, then among those of HEAD that come after it. */
async function nearestWithRuns(git: Git, ledger: RunLedger, commit: string) {
  const count = `--max-count=${neighbourhood}`;
  const before = await git.lines(["rev-list", count, commit], { allow: [128] });
  const after = await git.lines(["rev-list", "--reverse", "--ancestry-path", `${commit}..HEAD`], {
    allow: [128],
  });
  for (const [commits, side] of [
    [before, "before it"],
    [after.slice(0, neighbourhood), "after it"],
  ] as const) {
    const runs = runsAt(ledger, commits);
    const recorded = new Set(runs.map(({ git: at }) => at.commit));
    const nearest = commits.findIndex((commitId) => recorded.has(commitId));
    const id = commits[nearest];
    const run = representative(runs.filter(({ git: at }) => at.commit === id));
    if (id !== undefined && run) {
      const distance = side === "before it" ? nearest : nearest + 1;
      return { commit: id, run, where: `${distance} ${distance === 1 ? "commit" : "commits"} ${side}` };
    }
  }
  return undefined;
}
