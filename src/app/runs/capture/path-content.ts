import { realpathSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { systemCode } from "../../../core/errors.js";
import { sortEntries } from "../../../data/entry-list.js";
import { directoryContent, listingDigest } from "../../../data/tree.js";
import type { FileEntry } from "../../../data/types.js";
import type { ReadResult } from "../../../files/read-result.js";
import type { PathDigest } from "../../../runs/types.js";
import { type ReadTask, resolveScan } from "../../../workspace/resolve-scan.js";
import { type Scan, scanTarget } from "../../../workspace/scan.js";
import { rememberScan } from "../../data/inspect.js";
import type { DataSession } from "../../data/session.js";
import type { DeclaredPath } from "./declared-path.js";
import { followedFiles } from "./followed-files.js";
import { rememberedAs } from "./remembered-paths.js";

export interface ContentOptions {
  /** `hashFiles`-like, or `cache.insertFiles`. */
  readonly read: (tasks: readonly ReadTask[]) => Promise<ReadResult[]>;
  /** Whether the cache is to hold the bytes, also of files that need not be read to know their digest. */
  readonly store: boolean;
  /** Absent: symbolic links are followed anywhere; else only to what lies in this folder. */
  readonly linksWithin?: string;
}

/** What a declared path holds. */
export interface PathContent {
  readonly digest: PathDigest;
  /** Byte-sorted; of a file one entry with an empty path. */
  readonly entries: readonly FileEntry[];
  readonly warnings: readonly string[];
}

/**
 * Digests a file or folder. Files whose stamp proves them unchanged are not read: what is tracked shares its records with
 * `data status`, other paths have their own, so that one run's output is the next one's input at no cost.
 */
export async function readContent(
  session: DataSession,
  declared: DeclaredPath,
  options: ContentOptions,
): Promise<PathContent> {
  const nothing = { digest: { path: declared.path }, entries: [] };
  const real = realPathOf(declared.absolute);
  if (real === undefined) return { ...nothing, warnings: [] };
  if (options.linksWithin !== undefined && isLinkOut(session, declared, real)) {
    return { ...nothing, warnings: [`${declared.typed} is a link to ${real}, outside of the repository`] };
  }
  const kind = kindOf(real);
  if (kind === undefined) {
    return { ...nothing, warnings: [`${declared.typed} is neither a file nor a folder`] };
  }
  const key = cacheKey(session, declared, real);
  const { signal } = session.app;
  const scan = await scanTarget({
    path: real,
    kind,
    group: session.statCache.get(key),
    ...(!signal.aborted && { signal }),
  });
  const resolved = await resolveScan(scan, options.read, session.workspace.stateDir);
  if (scan.problems.length === 0 && resolved.faults.length === 0) rememberScan(session, key, scan, resolved);
  const followed = await readLinks(real, scan, options);
  const lost = options.store ? await storeUnchanged(session, scan, options.read) : [];
  const entries = sortEntries<FileEntry>([...resolved.entries, ...followed.entries]);
  const faults = [...resolved.faults, ...lost].map(
    ({ path, message }) => `${label(declared, path)}: ${message}`,
  );
  return {
    digest: digestOf(declared.path, kind, entries),
    entries,
    warnings: [
      ...faults,
      ...followed.warnings.map(({ path, message }) => `${label(declared, path)}: ${message}`),
    ],
  };
}

function digestOf(path: string, kind: "file" | "directory", entries: readonly FileEntry[]): PathDigest {
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (kind === "directory") {
    return {
      path,
      kind,
      sha256: listingDigest(directoryContent(entries).pointer),
      size,
      files: entries.length,
    };
  }
  const [file] = entries;
  return { path, kind, ...(file && { sha256: file.sha256, size }) };
}

/** Where there is nothing, or only a link that leads nowhere: undefined. */
function realPathOf(absolute: string): string | undefined {
  try {
    return realpathSync(absolute);
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT" || code === "ENOTDIR" || code === "ELOOP") return undefined;
    throw error;
  }
}

function isLinkOut(session: DataSession, { absolute, inside }: DeclaredPath, real: string): boolean {
  return inside && real !== absolute && relative(session.workspace.root, real).startsWith("..");
}

function kindOf(real: string): "file" | "directory" | undefined {
  const stats = statSync(real);
  if (stats.isFile()) return "file";
  return stats.isDirectory() ? "directory" : undefined;
}

function cacheKey(session: DataSession, { path, absolute }: DeclaredPath, real: string): string {
  const tracked = absolute === real && session.statCache.get(path) !== undefined;
  return tracked ? path : rememberedAs(real);
}

/** Unchanged files need no reading, yet the cache may lack them. */
async function storeUnchanged(
  session: DataSession,
  scan: Scan,
  read: ContentOptions["read"],
): Promise<{ path: string; message: string }[]> {
  const records = [...scan.unchangedRecords()].map(({ path, sha256, stamp }) => ({
    path,
    sha256,
    size: stamp.size,
  }));
  const there = session.cache.hasMany(records);
  const missing = records.filter(({ sha256 }) => !there.has(sha256));
  const tasks = missing.map(({ path, sha256, size }) => ({
    source: path === "" ? scan.path : join(scan.path, path),
    expected: sha256,
    size,
  }));
  const results = tasks.length > 0 ? await read(tasks) : [];
  return missing.flatMap(({ path, sha256 }, index) => {
    const result = results[index];
    if (result?.ok && result.sha256 === sha256) return [];
    return [{ path, message: result?.ok === false ? result.message : "it changed while it was read" }];
  });
}

async function readLinks(
  root: string,
  scan: Scan,
  options: ContentOptions,
): Promise<{ entries: FileEntry[]; warnings: { path: string; message: string }[] }> {
  const links = scan.problems.filter(({ what }) => what === "symlink").map(({ path }) => path);
  const { files, refused } = followedFiles(root, links, options.linksWithin);
  const results = files.length > 0 ? await options.read(files.map(({ source }) => ({ source }))) : [];
  const entries: FileEntry[] = [];
  const warnings = [
    ...refused,
    ...scan.problems.filter(({ what }) => what !== "symlink").map(({ path, message }) => ({ path, message })),
  ];
  for (const [index, { path }] of files.entries()) {
    const result = results[index];
    if (!result?.ok) warnings.push({ path, message: result?.message ?? "it could not be read" });
    else
      entries.push({
        path,
        sha256: result.sha256,
        size: result.size,
        mode: result.executable ? "755" : "644",
      });
  }
  return { entries, warnings };
}

function label({ typed }: DeclaredPath, path: string): string {
  return path === "" ? typed : `${typed.replace(/\/$/, "")}/${path}`;
}
