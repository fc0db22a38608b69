import { lstatSync, statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { basename, dirname, join, posix, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import type { App } from "../../app/app.js";
import { bringObjects } from "../../app/runs/bring-objects.js";
import { loadWholeRun } from "../../app/runs/load-run.js";
import { openRuns } from "../../app/runs/open-runs.js";
import { selectRun } from "../../app/runs/select-run.js";
import type { ObjectCache } from "../../cache/object-cache.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { fewOf } from "../../core/few-of.js";
import { countOf, formatBytes } from "../../core/format-bytes.js";
import { closest } from "../../core/suggest.js";
import { displayPath } from "../../core/visible-text.js";
import { writeFileAtomic } from "../../files/atomic-write.js";
import { artifactPathProblem } from "../../runs/artifact-path.js";
import { shortId } from "../../runs/short-id.js";
import type { WholeRun } from "../../runs/whole-run.js";
import { chooseArtifacts, type WrittenFile } from "../../runs/written-files.js";

export interface GetOptions {
  /** Artifacts or folders of them; all if none is named. */
  readonly paths: readonly string[];
  /** A folder; of one artifact the file, too. */
  readonly to: string;
  /** Writes what the command printed too, as `output.log`. */
  readonly log: boolean;
  readonly remote?: string;
  readonly force: boolean;
  readonly dryRun: boolean;
}

const logName = "output.log";

/** `mlx runs get`: writes a run's artifacts, outputs and log into a folder. */
export async function get(app: App, name: string, options: GetOptions): Promise<ExitCode> {
  const ledger = await openRuns(app);
  const { id } = await selectRun(app, ledger, name, { view: "any" });
  const run = loadWholeRun(ledger, id);
  const files = chosenFiles(run, options);
  const log = options.log ? keptLog(run) : undefined;
  const { folder, renamed } = destination(resolve(app.cwd, options.to), files, options);
  const names = [...files.map(({ path }) => path), ...(log ? [logName] : [])];
  refuseUnsafe(names);
  const written = renamed === undefined ? names : [renamed];
  if (!options.force) refuseExisting(folder, written);
  if (!options.dryRun) {
    const wanted = [
      ...files.map(({ path, ...object }) => ({ ...object, label: path })),
      ...(log ? [{ sha256: log.sha256, size: log.size, label: "log" }] : []),
    ];
    const cache = await bringObjects(app, wanted, options.remote);
    await mkdir(folder, { recursive: true });
    await write(app, cache, folder, files, renamed);
    if (log) writeFileAtomic(join(folder, logName), gunzipSync(cache.readBytes(log.sha256)));
  }
  tell(app, run, written, files, {
    ...options,
    folder,
    ...(renamed !== undefined && { file: join(folder, renamed) }),
  });
  return ExitCode.ok;
}

/**
 * Where it is written. One artifact, named whole, lands in the file that `--to` names: a file that is there, or one that is called as the
 * artifact is. So an output can be put back where a run wrote it.
 */
function destination(
  to: string,
  files: readonly WrittenFile[],
  { paths, to: typed, log }: GetOptions,
): { readonly folder: string; readonly renamed?: string } {
  const [file] = files;
  if (file === undefined || files.length > 1 || log || paths[0] !== file.path || typed.endsWith("/"))
    return { folder: to };
  const there = statSync(to, { throwIfNoEntry: false });
  const isFile = there === undefined ? basename(to) === posix.basename(file.path) : there.isFile();
  return isFile ? { folder: dirname(to), renamed: basename(to) } : { folder: to };
}

function chosenFiles(run: WholeRun, { paths, log }: GetOptions): WrittenFile[] {
  if (log && paths.length === 0 && run.artifacts.length === 0) return [];
  const { files, unmatched } = chooseArtifacts(run.artifacts, paths);
  const [first] = unmatched;
  const who = `the run ${shortId(run.id)} (${displayPath(run.name)})`;
  if (first !== undefined) {
    const near = closest(
      first,
      run.artifacts.map(({ path }) => path),
    );
    throw new MlxError("MLX_ARTIFACT_NOT_FOUND", `${who} has no artifact ${JSON.stringify(first)}`, {
      hint:
        near === undefined
          ? `mlx runs show ${shortId(run.id)} lists them`
          : `did you mean ${displayPath(near)}?`,
      exitCode: 2,
    });
  }
  if (files.length === 0) {
    throw new MlxError("MLX_ARTIFACT_NOT_FOUND", `${who} left no artifacts`, {
      hint: "--log writes what its command printed; mlx run --output PATH keeps what a command writes",
      exitCode: 2,
    });
  }
  return files;
}

function keptLog(run: WholeRun) {
  const { log } = run.context;
  if (log) return log;
  throw new MlxError("MLX_ARTIFACT_NOT_FOUND", `no output of the run ${shortId(run.id)} was kept`, {
    hint: "leave --log out",
    exitCode: 2,
  });
}

/** Paths come from clients and from other people's bundles: none may lead out of the folder. */
function refuseUnsafe(names: readonly string[]): void {
  for (const name of names) {
    const problem = artifactPathProblem(name);
    if (problem === undefined) continue;
    throw new MlxError(
      "MLX_BAD_NAME",
      `the artifact ${JSON.stringify(name)} cannot be written: its path ${problem}`,
      {
        hint: "name the others; nothing was written",
        exitCode: 2,
      },
    );
  }
}

function refuseExisting(folder: string, names: readonly string[]): void {
  const there = names.filter(
    (name) => lstatSync(join(folder, name), { throwIfNoEntry: false }) !== undefined,
  );
  if (there.length === 0) return;
  throw new MlxError(
    "MLX_DESTINATION_EXISTS",
    `${fewOf(there.map(displayPath), 1)} would be overwritten in ${folder}`,
    {
      hint: "name another folder with --to, or overwrite with --force",
      exitCode: 2,
    },
  );
}

async function write(
  app: App,
  cache: ObjectCache,
  folder: string,
  files: readonly WrittenFile[],
  renamed?: string,
): Promise<void> {
  const tasks = files.map(({ path, sha256, size }) => ({
    sha256,
    size,
    mode: "644" as const,
    target: join(folder, renamed ?? path),
  }));
  const results = await cache.linkOut(tasks, {
    links: ["reflink", "copy"],
    within: folder,
    signal: app.signal,
  });
  const faults = results.flatMap((result, index) =>
    result.ok ? [] : [`${displayPath(files[index]?.path ?? "")}: ${result.message}`],
  );
  if (faults.length === 0) return;
  throw new MlxError(
    "MLX_CHECKOUT_INCOMPLETE",
    `${countOf(faults.length, "file")} could not be written: ${faults.slice(0, 5).join("; ")}`,
    { hint: "the others are in place; run it again with --force once this is mended" },
  );
}

function tell(
  app: App,
  run: WholeRun,
  names: readonly string[],
  files: readonly WrittenFile[],
  options: GetOptions & { readonly folder: string; readonly file?: string },
): void {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (app.ui.mode.json) {
    app.ui.json({
      id: run.id,
      folder: options.folder,
      // Where one artifact went, if not to its own path in the folder.
      file: options.file ?? null,
      dryRun: options.dryRun,
      files,
      log: options.log ? logName : null,
    });
    return;
  }
  if (app.ui.mode.verbose || options.dryRun) for (const name of names) app.ui.out(displayPath(name));
  const verb = options.dryRun ? "would write" : "wrote";
  app.ui.out(`${verb} ${countOf(names.length, "file")} (${formatBytes(bytes)}) to ${options.to}`);
}
