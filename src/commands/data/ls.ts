import type { App } from "../../app/app.js";
import { cachedEntriesOf, requireParts } from "../../app/data/listing.js";
import {
  type DataSession,
  notTracked,
  openDataSession,
  selectFrom,
  workingPointers,
} from "../../app/data/session.js";
import { pointersOfCommits } from "../../app/data/sources.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf, formatBytes } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { type Selection, selectTargets } from "../../data/target.js";
import { resolveCommit } from "../../git/revisions.js";
import { requireWorktree } from "../../workspace/discover.js";
import { requireValid } from "../../workspace/pointer-files.js";
import { toRepoPath } from "../../workspace/repo-path.js";

export interface LsOptions {
  /** A revision first, if any; then paths. Without a revision the working tree is listed. */
  readonly names: readonly string[];
  /** Lists the files inside directories too. */
  readonly recursive: boolean;
  readonly jsonl: boolean;
}

interface Row {
  readonly path: string;
  readonly kind: "file" | "directory";
  /** Files inside; absent if the list of files is not in the cache. */
  readonly files?: number;
  readonly bytes?: number;
  /** Of a file's bytes, or of a large directory's root manifest. */
  readonly sha256?: string;
  readonly mode?: string;
}

/** `mlx data ls`: what is tracked, now or in a revision. */
export async function ls(app: App, options: LsOptions): Promise<ExitCode> {
  const session = await openDataSession(app, { command: "data ls", bare: true });
  const rows: Row[] = [];
  for (const selection of await selectionsOf(session, options))
    for (const row of await rowsOf(session, selection, options.recursive)) rows.push(row);
  if (options.jsonl) for (const row of rows) app.ui.jsonLine(row);
  else if (app.ui.mode.json) app.ui.json({ entries: rows });
  else render(app, rows);
  return ExitCode.ok;
}

async function selectionsOf(session: DataSession, { names }: LsOptions): Promise<Selection[]> {
  const [first, ...rest] = names;
  const commit = first === undefined ? undefined : await commitOrPath(session, first);
  if (commit === undefined) requireWorktree(session.workspace);
  const set =
    commit === undefined ? await workingPointers(session) : await pointersOfCommits(session, [commit]);
  requireValid(set);
  return selectFrom(session, set, commit === undefined ? names : rest);
}

/** The commit that a name stands for; `undefined` if it is a path that exists or is tracked. */
async function commitOrPath(session: DataSession, name: string): Promise<string | undefined> {
  try {
    return await resolveCommit(session.git, name);
  } catch (error) {
    const { root, bare } = session.workspace;
    if (bare) throw error;
    const path = toRepoPath(root, session.app.cwd, name);
    const { targets } = await workingPointers(session);
    if (selectTargets(targets, [path]).selected.length > 0) return undefined;
    const { message, hint } = notTracked(path, targets);
    const details = { hint: hint ?? "mlx data ls shows what is tracked", exitCode: 2, cause: error } as const;
    throw new MlxError("MLX_NOT_TRACKED", `${message}; it is no revision either`, details);
  }
}

async function rowsOf(session: DataSession, selection: Selection, recursive: boolean): Promise<Row[]> {
  const { path, pointer } = selection.target;
  if (pointer.kind === "file") {
    const { sha256, size, mode } = pointer;
    return [{ path, kind: "file", files: 1, bytes: size, sha256, mode }];
  }
  const tree = "tree" in pointer ? { sha256: pointer.tree } : {};
  const entries = await cachedEntriesOf(session.cache, pointer, selection.under);
  if (entries === undefined) return [{ path, kind: "directory", ...tree }];
  requireParts(selection, entries);
  if (recursive || selection.under) {
    return entries.map((entry) => ({
      path: `${path}/${entry.path}`,
      kind: "file",
      files: 1,
      bytes: entry.size,
      sha256: entry.sha256,
      mode: entry.mode,
    }));
  }
  const bytes = entries.reduce((sum, entry) => sum + entry.size, 0);
  return [{ path, kind: "directory", files: entries.length, bytes, ...tree }];
}

function render(app: App, rows: readonly Row[]): void {
  if (rows.length === 0) {
    app.ui.note("no data is tracked here; track some with: mlx data add PATH");
    return;
  }
  const cells = rows.map((row) => [
    `${displayPath(row.path)}${row.kind === "directory" ? "/" : ""}`,
    row.files === undefined ? "?" : row.files.toLocaleString("en-US"),
    row.bytes === undefined ? "?" : formatBytes(row.bytes),
  ]);
  app.ui.answer(app.ui.table(["path", "files", "size"], cells, { right: [1, 2] }));
  const files = rows.reduce((sum, row) => sum + (row.files ?? 0), 0);
  const bytes = rows.reduce((sum, row) => sum + (row.bytes ?? 0), 0);
  if (rows.length > 1) app.ui.note(`${countOf(files, "file")}, ${formatBytes(bytes)}`);
  if (rows.some((row) => row.files === undefined))
    app.ui.note("?: the list of files is not in the cache; bring it with: mlx data fetch");
}
