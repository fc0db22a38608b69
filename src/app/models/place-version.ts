import { mkdirSync, renameSync, rmdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { LinkResult } from "../../cache/link-result.js";
import { MlxError } from "../../core/errors.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import type { FileEntry } from "../../data/types.js";
import { hashFiles } from "../../files/hash-files.js";
import { ioError } from "../../files/io-error.js";
import { realPath } from "../../files/real-path.js";
import { statsAt } from "../../files/stats-at.js";
import { removeTempDir, sweepTempDirs, tempDir } from "../../files/temp-dir.js";
import type { ResolvedVersion } from "../../registry/versions/resolve-version.js";
import type { App } from "../app.js";
import type { DataSession } from "../data/session.js";
import { bringBytes } from "./bring-bytes.js";
import { modelSession, versionEntries } from "./model-artifacts.js";

export interface PlaceRequest {
  readonly resolved: ResolvedVersion;
  /** Absolute. */
  readonly folder: string;
  readonly remote?: string;
  readonly dryRun: boolean;
}

export interface PlacedVersion {
  /** Byte-sorted. */
  readonly files: readonly FileEntry[];
  /** How many were written, or would be; the others were there with the same bytes. */
  readonly written: number;
}

/**
 * Writes the files of a version into a folder, each verified before it is there under its name. A folder that is not there
 * appears whole or not at all; into one that is there, what it lacks is written, file by file.
 * @throws {MlxError} `MLX_DESTINATION_EXISTS`, exit 2, where a file is there with other bytes: nothing is written then;
 *   what `bringArtifacts` throws; `MLX_CHECKOUT_INCOMPLETE`.
 */
export async function placeVersion(app: App, request: PlaceRequest): Promise<PlacedVersion> {
  const { folder, dryRun } = request;
  const session = await modelSession(app);
  const files = await versionEntries(session, request.resolved);
  if (!dryRun) removeLeftovers(folder);
  const isNew = statsAt(folder) === undefined;
  const lacking = isNew ? files : await lackingIn(app, realFolder(folder), files);
  if (dryRun || lacking.length === 0) return { files, written: lacking.length };
  await bringBytes(session, lacking, request.remote);
  if (isNew) await placeWhole(session, request, lacking);
  else await placeAll(session, request, realFolder(folder), lacking);
  return { files, written: lacking.length };
}

/** @throws {MlxError} `MLX_DESTINATION_EXISTS`, exit 2, for what is no folder. */
function realFolder(folder: string): string {
  const real = realPath(folder);
  if (real !== undefined && statsAt(real)?.isDirectory()) return real;
  throw new MlxError("MLX_DESTINATION_EXISTS", `${displayPath(folder)} is there and is no folder`, {
    hint: "name another folder with --to",
    exitCode: 2,
  });
}

/** The files that a folder lacks. @throws {MlxError} `MLX_DESTINATION_EXISTS`, exit 2. */
async function lackingIn(app: App, folder: string, files: readonly FileEntry[]): Promise<FileEntry[]> {
  const found = files.map((file) => ({ file, stats: statsAt(join(folder, file.path)) }));
  const there = found.filter(({ stats }) => stats !== undefined);
  const alike = there.filter(({ file, stats }) => stats?.isFile() && stats.size === file.size);
  const sources = alike.map(({ file }) => join(folder, file.path));
  const results = await hashFiles(sources, { signal: app.signal });
  const same = new Set(
    alike.flatMap(({ file }, index) => {
      const result = results[index];
      return result?.ok && result.sha256 === file.sha256 ? [file] : [];
    }),
  );
  const [first, ...others] = there.filter(({ file }) => !same.has(file));
  if (first !== undefined) {
    const more = others.length > 0 ? ` and ${countOf(others.length, "other")}` : "";
    throw new MlxError(
      "MLX_DESTINATION_EXISTS",
      `${displayPath(first.file.path)}${more} in ${displayPath(folder)} would be overwritten: it is there with other bytes`,
      { hint: "name another folder with --to, or move it away; nothing was written", exitCode: 2 },
    );
  }
  return found.flatMap(({ file, stats }) => (stats === undefined ? [file] : []));
}

/** Makes the folder under another name beside its place, and renames it once it is whole. */
async function placeWhole(
  session: DataSession,
  request: PlaceRequest,
  files: readonly FileEntry[],
): Promise<void> {
  const { folder } = request;
  const scratch = scratchOf(folder);
  const staged = tempDir(scratch);
  try {
    await placeAll(session, request, staged, files);
    renameSync(staged, folder);
  } catch (error) {
    throw error instanceof Error && "syscall" in error ? ioError(error, `cannot write ${folder}`) : error;
  } finally {
    removeTempDir(staged);
    removeIfEmpty(scratch);
  }
}

function scratchOf(folder: string): string {
  return join(dirname(folder), `.${basename(folder)}.mlx-tmp`);
}

/** What a killed pull into the same place left behind. */
function removeLeftovers(folder: string): void {
  const scratch = scratchOf(folder);
  if (statsAt(scratch) === undefined) return;
  sweepTempDirs(scratch);
  removeIfEmpty(scratch);
}

/** Another pull into the same place may be using it. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    return;
  }
}

/** Damaged objects of the cache go to quarantine and are fetched anew, once. */
async function placeAll(
  session: DataSession,
  { remote }: PlaceRequest,
  folder: string,
  files: readonly FileEntry[],
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const first = await place(session, folder, files);
  const damaged = files.filter((_, index) => reasonOf(first[index]) === "corrupt");
  if (damaged.length > 0) await bringBytes(session, damaged, remote);
  const again = new Set(damaged);
  const second = damaged.length > 0 ? await place(session, folder, damaged) : [];
  const results = [
    ...files.flatMap((file, index) => (again.has(file) ? [] : [{ file, result: first[index] }])),
    ...damaged.map((file, index) => ({ file, result: second[index] })),
  ];
  const faults = results.flatMap(({ file, result }) =>
    result?.ok === true ? [] : [`${displayPath(file.path)}: ${result?.message ?? "not written"}`],
  );
  if (faults.length === 0) return;
  throw new MlxError(
    "MLX_CHECKOUT_INCOMPLETE",
    `${countOf(faults.length, "file")} could not be written to ${displayPath(folder)}: ${faults.slice(0, 5).join("; ")}`,
    { hint: "mend this, then pull again" },
  );
}

function place(session: DataSession, folder: string, files: readonly FileEntry[]): Promise<LinkResult[]> {
  const tasks = files.map(({ path, sha256, size, mode }) => ({
    sha256,
    size,
    mode,
    target: join(folder, path),
  }));
  return session.cache.linkOut(tasks, {
    // Whoever writes to a pulled file must not reach the cache.
    links: ["reflink", "copy"],
    within: folder,
    signal: session.app.signal,
  });
}

function reasonOf(result: LinkResult | undefined): string | undefined {
  return result?.ok === false ? result.reason : undefined;
}
