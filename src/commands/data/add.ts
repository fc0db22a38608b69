import { existsSync } from "node:fs";
import { join } from "node:path";
import type { App } from "../../app/app.js";
import { type AddOutcome, addTargets } from "../../app/data/add-target.js";
import { type AddJob, planAdd } from "../../app/data/plan-add.js";
import { type DataSession, openDataSession } from "../../app/data/session.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf, formatBytes } from "../../core/format-bytes.js";
import { shellQuote } from "../../core/shell-quote.js";
import { displayPath } from "../../core/visible-text.js";
import { pointerPathOf } from "../../data/target.js";
import { ignoreData } from "../../workspace/gitignore.js";
import { typedPath } from "../../workspace/repo-path.js";
import { listItems } from "./render-checkout.js";

export interface AddOptions {
  readonly paths: readonly string[];
  /** Tracks what a symbolic link leads to, and puts it in the link's place. */
  readonly follow: boolean;
  readonly dryRun: boolean;
}

/** `mlx data add`: copies data into the cache and writes its pointers. */
export async function add(app: App, options: AddOptions): Promise<ExitCode> {
  const session = await openDataSession(app, {
    command: "data add",
    changesWorktree: !options.dryRun,
    ...(!options.dryRun && { cacheLock: "shared" as const }),
  });
  const jobs = await planAdd(session, options.paths, options.follow);
  let outcomes: AddOutcome[] = [];
  let ignores: string[] = [];
  try {
    outcomes = await addTargets(session, jobs, options);
  } finally {
    session.statCache.save();
    if (!options.dryRun) ignores = ignoreTracked(session, jobs);
  }
  const { root } = session.workspace;
  const written = [...outcomes.flatMap((outcome) => outcome.written), ...ignores];
  const code = render(app, outcomes, written, options.dryRun);
  if (written.length > 0) app.ui.note(`record it in git: git add ${gitArguments(root, app.cwd, written)}`);
  return code;
}

/** Makes git ignore the data of every job that has a pointer now; whatever kept others from it. */
function ignoreTracked({ workspace: { root } }: DataSession, jobs: readonly AddJob[]): string[] {
  const tracked = jobs.filter(({ path }) => existsSync(join(root, pointerPathOf(path))));
  return ignoreData(
    root,
    tracked.map(({ path }) => path),
  );
}

/** What `git add` is to be told, in the folder where the user is. */
function gitArguments(root: string, cwd: string, written: readonly string[]): string {
  if (written.length > 12) return "':/*.mlx' ':/*.gitignore'";
  return written.map((path) => shellQuote(typedPath(root, cwd, path))).join(" ");
}

function render(
  app: App,
  outcomes: readonly AddOutcome[],
  written: readonly string[],
  dryRun: boolean,
): ExitCode {
  const faults = outcomes.flatMap((outcome) => outcome.faults);
  if (app.ui.mode.json) {
    app.ui.json({ dryRun, targets: outcomes.map(({ written: _, ...outcome }) => outcome), written });
  }
  for (const outcome of outcomes) if (outcome.faults.length === 0) app.ui.out(line(outcome, dryRun));
  if (faults.length === 0) return ExitCode.ok;
  const message = `${countOf(faults.length, "file")} could not be read, so their pointers were not written:\n${listItems(faults)}`;
  return app.ui.error(
    new MlxError("MLX_UNREADABLE", message, { hint: "mend them and add again; what was read is kept" }),
  );
}

function line(outcome: AddOutcome, dryRun: boolean): string {
  const path = displayPath(outcome.path);
  if (outcome.state === "unchanged") return `unchanged ${path}`;
  const verb = dryRun ? `would ${outcome.state === "added" ? "add" : "update"}` : outcome.state;
  const size = formatBytes(outcome.bytes);
  if (outcome.kind === "file") return `${verb} ${path} (${size})`;
  const total = `${countOf(outcome.files, "file")}, ${size}`;
  if (outcome.state === "added") return `${verb} ${path} (${total})`;
  const counts = (["added", "modified", "deleted"] as const).filter((kind) => outcome[kind] > 0);
  const changes = counts.map((kind) => `${outcome[kind].toLocaleString("en-US")} ${kind}`).join(", ");
  return `${verb} ${path}: ${changes === "" ? "same files" : changes} (${total})`;
}
