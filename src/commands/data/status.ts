import type { App } from "../../app/app.js";
import { dataStatus, type StatusEntry } from "../../app/data/data-status.js";
import { openForStatus, type RemoteEntry, remoteStatus } from "../../app/data/remote-status.js";
import { openDataSession, selectWorking } from "../../app/data/session.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { changeLines } from "./change-lines.js";

export interface StatusOptions {
  readonly paths: readonly string[];
  /** A remote's name, or true for the default one. */
  readonly remote?: string | boolean;
  readonly check: boolean;
}

/** `mlx data status`: compares data with pointers, with the cache and, if asked, with a remote. */
export async function status(app: App, options: StatusOptions): Promise<ExitCode> {
  const session = await openDataSession(app, { command: "data status" });
  // Opened first: who may not use it learns that before anything is scanned.
  const opened = options.remote ? await openForStatus(app, nameOf(options.remote)) : undefined;
  const selections = await selectWorking(session, options.paths);
  const all = await dataStatus(session, selections);
  const remote = opened && {
    name: opened.name,
    entries: await remoteStatus(session, opened, selections),
  };
  const entries = all.filter((entry) => entry.state !== "clean");
  const clean = entries.every((entry) => entry.state === "not_cached");
  if (app.ui.mode.json) {
    app.ui.json({
      clean,
      tracked: all.length,
      entries: entries.map(entryJson),
      ...(remote && { remote: remote.entries }),
    });
  } else render(app, all, entries, remote);
  return options.check && !clean ? ExitCode.problem : ExitCode.ok;
}

function nameOf(remote: string | boolean): string | undefined {
  return typeof remote === "string" ? remote : undefined;
}

function entryJson(entry: StatusEntry): Record<string, unknown> {
  return {
    path: entry.path,
    kind: entry.kind,
    state: entry.state,
    ...(entry.behind && { behind: true }),
    added: entry.added,
    modified: entry.modified,
    deleted: entry.deleted,
    notCached: entry.notCached,
    changes: entry.changes.map(({ path, kind }) => ({ path, change: kind })),
    obstacles: entry.obstacles.map(({ path, what }) => ({ path, what })),
  };
}

function render(
  app: App,
  all: readonly StatusEntry[],
  entries: readonly StatusEntry[],
  remote: { readonly name: string; readonly entries: readonly RemoteEntry[] } | undefined,
): void {
  const { ui } = app;
  if (all.length === 0) {
    ui.answer("no data is tracked yet");
    ui.note("track some with: mlx data add PATH");
    return;
  }
  if (entries.length === 0)
    ui.answer(`clean: ${countOf(all.length, "tracked path")}, each as its pointer says`);
  for (const entry of entries) {
    ui.answer(`${ui.theme.bold(entry.path)}  ${describeState(app, entry)}`);
    for (const line of changeLines(ui.theme, entry.changes, entry.obstacles, ui.mode.verbose))
      ui.answer(line);
  }
  for (const line of hints(entries)) ui.note(line);
  if (remote) renderRemote(app, remote);
}

function describeState(app: App, entry: StatusEntry): string {
  const { theme } = app.ui;
  if (entry.state === "missing") return theme.red("missing");
  if (entry.state === "not_cached") return theme.yellow(`not cached: ${countOf(entry.notCached, "object")}`);
  if (entry.unlisted)
    return theme.yellow("modified; its list of files is not in the cache, so the changes cannot be named");
  const counts = (["added", "modified", "deleted"] as const).filter((kind) => entry[kind] > 0);
  const text =
    entry.kind === "file"
      ? ""
      : counts.map((kind) => `${entry[kind].toLocaleString("en-US")} ${kind}`).join(", ");
  if (entry.behind) return theme.yellow(text === "" ? "out of date" : `out of date: ${text}`);
  return theme.yellow(text === "" ? "modified" : text);
}

function hints(entries: readonly StatusEntry[]): string[] {
  const has = (state: StatusEntry["state"]) => entries.some((entry) => entry.state === state);
  const edited = entries.some((entry) => entry.state === "modified" && !entry.behind);
  return [
    ...(edited
      ? ["keep your changes with: mlx data add PATH", "or let them go with: mlx data checkout --force PATH"]
      : []),
    ...(entries.some((entry) => entry.behind)
      ? ["git brought other pointers; bring their data along with: mlx data pull"]
      : []),
    ...(has("missing") ? ["bring missing data back with: mlx data checkout, or mlx data pull"] : []),
    ...(has("not_cached") ? ["fill the cache with: mlx data add PATH, or mlx data fetch"] : []),
  ];
}

function renderRemote(
  app: App,
  remote: { readonly name: string; readonly entries: readonly RemoteEntry[] },
): void {
  const { ui } = app;
  const lacking = remote.entries.filter((entry) => entry.state !== "complete");
  if (lacking.length === 0) {
    ui.answer(`remote ${remote.name}: complete, every object is there`);
    return;
  }
  for (const entry of lacking) {
    const what =
      entry.state === "absent" ? "not pushed" : `incomplete: ${countOf(entry.missing, "object")} missing`;
    ui.answer(`${ui.theme.bold(entry.path)}  ${ui.theme.yellow(`${what} on ${remote.name}`)}`);
  }
  ui.note("upload what is missing with: mlx data push");
}
