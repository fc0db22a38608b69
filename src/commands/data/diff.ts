import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { App } from "../../app/app.js";
import { committedFiles, workingFiles } from "../../app/data/repository-files.js";
import { type DataSession, openDataSession } from "../../app/data/session.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { formatBytes } from "../../core/format-bytes.js";
import { shellQuote } from "../../core/shell-quote.js";
import { displayPath } from "../../core/visible-text.js";
import { diffEntries, type EntriesDiff, type ModifiedEntry } from "../../data/diff.js";
import { isWithin } from "../../data/target.js";
import type { FileEntry } from "../../data/types.js";
import { headCommit, resolveCommit } from "../../git/revisions.js";
import type { Theme } from "../../ui/theme.js";
import { requireWorktree } from "../../workspace/discover.js";
import { toRepoPath } from "../../workspace/repo-path.js";
import { patchLines } from "./patch-lines.js";

export interface DiffOptions {
  /** None: HEAD with the working data. One: it with the working data. Two: with each other. */
  readonly revisions: readonly string[];
  readonly paths: readonly string[];
  readonly jsonl: boolean;
  /** Shows the changed lines of text files. */
  readonly patch: boolean;
  /** Exit 1 if anything differs. */
  readonly exitCode: boolean;
}

/** `mlx data diff`: what became of each tracked file between two revisions, or since one. */
export async function diff(app: App, options: DiffOptions): Promise<ExitCode> {
  const session = await openDataSession(app, { command: "data diff", bare: true });
  const [from, to] = options.revisions;
  if (to === undefined) requireWorktree(session.workspace);
  const paths = options.paths.map((path) => toRepoPath(session.workspace.root, app.cwd, path));
  const before = from === undefined ? await headCommit(session.git) : await commitOf(session, from);
  const old = before === undefined ? [] : await committedFiles(session, before);
  const current =
    to === undefined
      ? await workingFiles(session, paths)
      : { files: await committedFiles(session, await commitOf(session, to)), absent: [] };
  const result = diffEntries(within(old, paths), within(current.files, paths));
  const names = { from: from ?? "HEAD", to: to ?? "working tree" };
  if (options.jsonl) for (const line of jsonLines(result)) app.ui.jsonLine(line);
  else if (app.ui.mode.json) app.ui.json({ ...names, ...jsonOf(result), absent: current.absent });
  else await render(session, result, names, options);
  if (current.absent.length > 0)
    app.ui.note(`not checked out, so compared by pointer: ${current.absent.join(", ")}`);
  const differs = changeCount(result) > 0;
  return options.exitCode && differs ? ExitCode.problem : ExitCode.ok;
}

/** As `resolveCommit`, for people who write a path where git would take one. */
async function commitOf(session: DataSession, name: string): Promise<string> {
  try {
    return await resolveCommit(session.git, name);
  } catch (error) {
    const isPath = existsSync(resolve(session.app.cwd, name));
    if (!(error instanceof MlxError) || error.code !== "MLX_UNKNOWN_REVISION" || !isPath) throw error;
    throw new MlxError(error.code, error.message, {
      hint: `to look at this path alone: mlx data diff --path ${shellQuote(name)}`,
      exitCode: 2,
    });
  }
}

function changeCount(result: EntriesDiff): number {
  return result.added.length + result.modified.length + result.deleted.length + result.renamed.length;
}

function jsonOf(result: EntriesDiff) {
  const plain = ({ path, sha256, size, mode }: FileEntry) => ({ path, sha256, size, mode });
  return {
    added: result.added.map(plain),
    modified: result.modified.map(({ path, before, after }) => ({ path, before, after })),
    renamed: result.renamed.map(({ from, to, after }) => ({
      from,
      to,
      sha256: after.sha256,
      size: after.size,
    })),
    deleted: result.deleted.map(plain),
  };
}

function* jsonLines(result: EntriesDiff): Generator<object> {
  const { added, modified, renamed, deleted } = jsonOf(result);
  for (const item of added) yield { change: "added", ...item };
  for (const item of modified) yield { change: "modified", ...item };
  for (const item of renamed) yield { change: "renamed", ...item };
  for (const item of deleted) yield { change: "deleted", ...item };
}

async function render(
  session: DataSession,
  result: EntriesDiff,
  names: { readonly from: string; readonly to: string },
  options: DiffOptions,
): Promise<void> {
  const { ui } = session.app;
  const { theme } = ui;
  if (changeCount(result) === 0)
    return ui.answer(`no difference in data between ${names.from} and ${names.to}`);
  for (const { path, size } of result.added)
    ui.answer(`${theme.green("added")}     ${displayPath(path)} (${formatBytes(size)})`);
  for (const entry of result.modified) {
    ui.answer(`${theme.yellow("modified")}  ${displayPath(entry.path)} (${sizeChange(entry)})`);
    if (!options.patch) continue;
    const side = options.revisions.length === 2 ? "cache" : "working tree";
    for (const line of await patchLines(session, entry, side)) ui.answer(`    ${colored(theme, line)}`);
  }
  for (const { from, to } of result.renamed)
    ui.answer(`${theme.cyan("renamed")}   ${displayPath(from)} → ${displayPath(to)}`);
  for (const { path, size } of result.deleted)
    ui.answer(`${theme.red("deleted")}   ${displayPath(path)} (${formatBytes(size)})`);
  ui.note(`${summary(result)}; ${growth(result)} since ${names.from}`);
}

function colored(theme: Theme, line: string): string {
  if (line.startsWith("+")) return theme.green(line);
  return line.startsWith("-") ? theme.red(line) : theme.dim(line);
}

function within(files: readonly FileEntry[], paths: readonly string[]): readonly FileEntry[] {
  return paths.length === 0 ? files : files.filter((file) => paths.some((path) => isWithin(file.path, path)));
}

function growth(result: EntriesDiff): string {
  const changed = result.modified.reduce((total, { before, after }) => total + after.size - before.size, 0);
  const bytes = totalSize(result.added) - totalSize(result.deleted) + changed;
  if (bytes === 0) return "no change in size";
  return `${bytes < 0 ? "−" : "+"}${formatBytes(Math.abs(bytes))}`;
}

function sizeChange({ before, after }: ModifiedEntry): string {
  const modes = before.mode === after.mode ? [] : [`mode ${before.mode} → ${after.mode}`];
  if (before.sha256 === after.sha256) return modes.join("");
  const [old, current] = [formatBytes(before.size), formatBytes(after.size)];
  return [old === current ? current : `${old} → ${current}`, ...modes].join(", ");
}

function totalSize(entries: readonly FileEntry[]): number {
  return entries.reduce((total, entry) => total + entry.size, 0);
}

function summary(result: EntriesDiff): string {
  const parts = (["added", "modified", "renamed", "deleted"] as const).filter(
    (kind) => result[kind].length > 0,
  );
  return parts.map((kind) => `${result[kind].length.toLocaleString("en-US")} ${kind}`).join(", ");
}
