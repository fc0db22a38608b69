import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { App } from "../../app/app.js";
import { type ColumnOptions, columnWishes } from "../../app/drift/column-wishes.js";
import { monitorNameOf } from "../../app/drift/find-monitor.js";
import { lostText, lostValues, requireSomeLeft } from "../../app/drift/lost-values.js";
import { baselinePath, monitorPath } from "../../app/drift/monitor-paths.js";
import { type DataSource, openDataSource } from "../../app/drift/open-data.js";
import { type ColumnPlan, planColumns } from "../../app/drift/plan-columns.js";
import { readBytes } from "../../app/drift/read-baseline-file.js";
import { requirePlanned, requireRows } from "../../app/drift/require-columns.js";
import { fitProblems } from "../../app/drift/require-fit.js";
import { requireAuthor } from "../../app/registry/require-author.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { baselineText, type DriftBaseline, readBaseline, saysTheSame } from "../../drift/baseline.js";
import { type DriftMonitor, defaultLeastRows } from "../../drift/monitor.js";
import { monitorText } from "../../drift/monitor-text.js";
import { profileChanges } from "../../drift/profile-changes.js";
import { readMonitor } from "../../drift/read-monitor.js";
import { profileSource } from "../../duckdb/profile-source.js";
import { requireWorktree, type Workspace } from "../../workspace/discover.js";
import { toRepoPath, typedPath } from "../../workspace/repo-path.js";
import { writeWorktreeFile } from "../../workspace/worktree-file.js";

export interface BaselineOptions extends ColumnOptions {
  readonly data?: string;
  readonly message?: string;
  readonly force: boolean;
  readonly dryRun: boolean;
}

interface Existing {
  readonly baseline: DriftBaseline | undefined;
  readonly monitor: DriftMonitor | undefined;
}

/** `mlx drift baseline`. Returns the exit code. */
export async function baseline(app: App, typed: string, options: BaselineOptions): Promise<ExitCode> {
  const name = requireName(monitorNameOf(typed));
  const wishes = columnWishes(options);
  const workspace = requireWorktree(await app.workspace());
  const author = await requireAuthor(await app.git());
  const existing = readExisting(app, workspace, name, options.force);
  const data = options.data ?? dataBefore(app, workspace, existing) ?? missingData(name);
  const source = await openDataSource(app, data, { anyOrder: true });
  await requireRows(source);
  const digest = source.digest();
  // Asked for early, so that hashing goes on beside profiling; a failure of the latter must not leave this one unheard.
  digest.catch(() => undefined);
  const plan = await planColumns(source, wishes, existing.monitor);
  requirePlanned(source, plan);
  noteTimes(app, source, plan);
  const profile = await profileSource(source, plan.columns);
  const lost = await lostValues(source, profile);
  requireSomeLeft(lost);
  for (const each of lost) app.ui.note(lostText(each));
  if (profile.rows < defaultLeastRows)
    app.ui.note(`with fewer than ${defaultLeastRows} rows every check against it is inconclusive`);
  const { message } = options;
  const made: Omit<DriftBaseline, "digest"> = {
    name,
    data: { path: placeOf(workspace, app, data), sha256: await digest },
    created: new Date(app.now()).toISOString(),
    author: author.email,
    ...(message !== undefined && { message }),
    profile,
  };
  const text = baselineText(made);
  const { baseline: before } = existing;
  const changes = before === undefined ? [] : profileChanges(before.profile, profile);
  const isSame = before !== undefined && saysTheSame(before, made);
  if (before !== undefined && !isSame && !options.force && !options.dryRun)
    throw isThere(app, workspace, name, changes);
  const writesBaseline = !isSame && !options.dryRun;
  const writesMonitor = existing.monitor === undefined && !options.dryRun;
  const problems = existing.monitor === undefined ? [] : fitProblems(existing.monitor, profile);
  for (const { file, line, message } of problems) app.ui.note(`${file}:${line}: ${message}; correct it`);
  const { root } = workspace;
  if (writesBaseline) writeWorktreeFile(root, join(root, baselinePath(name)), text);
  if (writesMonitor) {
    const facts = { name, data: made.data.path, roles: wishes.roles, leftOut: plan.leftOut };
    writeWorktreeFile(root, join(root, monitorPath(name)), monitorText(profile, facts));
  }
  tell(app, {
    workspace,
    made,
    plan,
    changes,
    writesBaseline,
    writesMonitor,
    isSame,
    notes: source.notes,
    bytes: Buffer.byteLength(text),
  });
  return ExitCode.ok;
}

function requireName(name: string): string {
  if (/^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(name)) return name;
  throw new MlxError("MLX_USAGE", `${JSON.stringify(name)} cannot name a baseline`, {
    hint: "use letters, digits, hyphens and underscores",
    exitCode: 2,
  });
}

function readExisting(app: App, { root }: Workspace, name: string, force: boolean): Existing {
  const [baselineAt, monitorAt] = [join(root, baselinePath(name)), join(root, monitorPath(name))];
  const shown = (path: string) => typedPath(root, app.cwd, path);
  const monitor = isFile(monitorAt)
    ? readMonitor(readFileSync(monitorAt, "utf8"), name, shown(monitorPath(name)))
    : undefined;
  if (!isFile(baselineAt)) return { baseline: undefined, monitor };
  try {
    const file = shown(baselinePath(name));
    return { baseline: readBaseline(file, readBytes(baselineAt, file)), monitor };
  } catch (error) {
    // One that is damaged can be replaced; what a newer mlx wrote should not be by accident.
    if (force && error instanceof MlxError && error.code === "MLX_INVALID_BASELINE")
      return { baseline: undefined, monitor };
    throw error;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function dataBefore(
  app: App,
  { root }: Workspace,
  { monitor, baseline: before }: Existing,
): string | undefined {
  const path = monitor?.data ?? before?.data.path;
  if (path === undefined || path.startsWith("s3://")) return path;
  return typedPath(root, app.cwd, path);
}

function missingData(name: string): never {
  throw new MlxError("MLX_USAGE", "--data is missing: there is no earlier baseline to say which file", {
    hint: `mlx drift baseline ${name} --data FILE`,
    exitCode: 2,
  });
}

/** How the baseline names its data: from the repository's top, where it lies inside. */
function placeOf({ root }: Workspace, app: App, data: string): string {
  if (data.startsWith("s3://")) return data;
  try {
    return toRepoPath(root, app.cwd, data);
  } catch (error) {
    if (error instanceof MlxError) return data.split("\\").join("/");
    throw error;
  }
}

function noteTimes(app: App, source: DataSource, { columns }: ColumnPlan): void {
  const naive = new Set(source.columns.flatMap(({ name, type }) => (type === "TIMESTAMP" ? [name] : [])));
  const names = columns
    .filter(({ name, kind }) => kind === "timestamp" && naive.has(name))
    .map(({ name }) => name);
  if (names.length > 0) app.ui.note(`${names.join(", ")}: times without a zone are taken as UTC`);
}

function isThere(app: App, { root }: Workspace, name: string, changes: readonly string[]): MlxError {
  const shown = typedPath(root, app.cwd, baselinePath(name));
  const some = changes
    .slice(0, 20)
    .map((change) => `\n  ${change}`)
    .join("");
  const more = changes.length > 20 ? `\n  and ${changes.length - 20} more` : "";
  return new MlxError(
    "MLX_BASELINE_EXISTS",
    `${shown} is there already, of other data; it would change:${some}${more}`,
    {
      hint: "accept the new one with --force; git keeps what was committed of the old one",
      exitCode: 2,
    },
  );
}

interface Outcome {
  readonly workspace: Workspace;
  readonly made: Omit<DriftBaseline, "digest">;
  readonly plan: ColumnPlan;
  readonly changes: readonly string[];
  readonly writesBaseline: boolean;
  readonly writesMonitor: boolean;
  readonly isSame: boolean;
  readonly notes: readonly string[];
  readonly bytes: number;
}

function tell(app: App, outcome: Outcome): void {
  const { workspace, made, plan, changes, writesBaseline, writesMonitor, isSame, notes, bytes } = outcome;
  const shown = (path: string) => typedPath(workspace.root, app.cwd, path);
  const [baselineFile, monitorFile] = [shown(baselinePath(made.name)), shown(monitorPath(made.name))];
  const { rows, columns } = made.profile;
  if (app.flags.json) {
    app.ui.json({
      name: made.name,
      baseline: baselineFile,
      monitor: monitorFile,
      written: [...(writesBaseline ? [baselineFile] : []), ...(writesMonitor ? [monitorFile] : [])],
      data: made.data,
      rows,
      bytes,
      columns: columns.map(({ name, type, profile, redact }) => ({
        name,
        type,
        kind: profile.kind,
        ...(redact !== undefined && { redact }),
      })),
      leftOut: plan.leftOut,
      notes,
      changes,
    });
    return;
  }
  for (const { name, why } of plan.leftOut) app.ui.note(`column ${name} is left out: ${why}`);
  const size = `${countOf(rows, "row")}, ${countOf(columns.length, "column")}`;
  if (isSame) app.ui.out(`${baselineFile} is of these data already: ${size}`);
  else if (writesBaseline) app.ui.out(`wrote ${baselineFile}: ${size}`);
  else app.ui.out(`would write ${baselineFile}: ${size}`);
  for (const change of changes) app.ui.out(`  ${change}`);
  if (writesMonitor) app.ui.out(`wrote ${monitorFile}: what is looked at, for you to edit`);
  if (writesBaseline) app.ui.note(`commit both, then: mlx drift check ${made.name} --data FILE`);
}
