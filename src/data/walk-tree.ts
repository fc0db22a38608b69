import { compareBytes } from "../core/byte-order.js";
import { MlxError } from "../core/errors.js";
import { type Sha256, sha256Of } from "../core/sha256.js";
import { entryPathProblem } from "./entry-path.js";
import { invalidManifest, type ManifestEntry, type ManifestFolder, parseManifest } from "./manifest.js";
import type { FileEntry } from "./types.js";

/** Reads a manifest object; fails with an MlxError that names it where it is absent. */
export type ReadManifest = (sha256: Sha256) => Promise<string>;

export interface WalkOptions {
  /** Paths inside the directory, files or folders: only the branches that they need are read. Absent: everything. */
  readonly under?: string | readonly string[];
  /** Called for every manifest that was read. @param prefix its folder inside the directory: "" or with a final slash. */
  readonly onManifest?: (sha256: Sha256, prefix: string) => void;
  /** Takes a manifest that cannot be read for an empty one, so that the rest is found. Absent: the error is thrown. */
  readonly onUnreadable?: (sha256: Sha256, prefix: string, error: MlxError) => void;
}

/** What one tracked directory may hold, files and folders together. */
const maxTreeEntries = 10_000_000;

/** How many manifests are read at the same time. */
const readsAtOnce = 32;

interface Pending {
  readonly sha256: Sha256;
  readonly prefix: string;
  /** What the parent says of it; unknown for the root. */
  readonly size?: number;
}

/**
 * The files of a tree of manifests, in byte order of their full paths. Every manifest is checked against its digest.
 * @throws {MlxError} `MLX_CORRUPT_OBJECT` or `MLX_INVALID_MANIFEST`, and whatever `read` throws.
 */
export async function walkTree(
  root: Sha256,
  read: ReadManifest,
  options: WalkOptions = {},
): Promise<FileEntry[]> {
  const under = typeof options.under === "string" ? [options.under] : options.under;
  const parsed = new Map<Sha256, Promise<readonly ManifestEntry[]>>();
  const folders = new Map<string, readonly ManifestEntry[]>();
  let level: Pending[] = [{ sha256: root, prefix: "" }];
  let count = 0;
  while (level.length > 0) {
    const next: Pending[] = [];
    for (let start = 0; start < level.length; start += readsAtOnce) {
      const batch = level.slice(start, start + readsAtOnce).map(async (folder) => {
        const entries = parsed.get(folder.sha256) ?? readManifest(folder.sha256, read);
        parsed.set(folder.sha256, entries);
        try {
          return { folder, entries: checkPlace(folder, await entries) };
        } catch (error) {
          if (!(error instanceof MlxError) || options.onUnreadable === undefined) throw error;
          options.onUnreadable(folder.sha256, folder.prefix, error);
          return { folder, entries: undefined };
        }
      });
      for (const { folder, entries } of await Promise.all(batch)) {
        if (entries === undefined) continue;
        options.onManifest?.(folder.sha256, folder.prefix);
        folders.set(folder.prefix, entries);
        // A few manifests that name each other again and again could list more than any memory holds.
        count += entries.length;
        if (count > maxTreeEntries)
          throw invalidManifest(root, 1, `lists more than ${maxTreeEntries} files and folders`);
        for (const below of foldersBelow(entries, folder.prefix, under)) next.push(below);
      }
    }
    level = next;
  }
  const files: FileEntry[] = [];
  collect("", folders, under, files);
  return files;
}

/**
 * Reads one manifest and checks it against its digest.
 * @throws {MlxError} `MLX_CORRUPT_OBJECT` or `MLX_INVALID_MANIFEST`, and whatever `read` throws.
 */
async function readManifest(sha256: Sha256, read: ReadManifest): Promise<readonly ManifestEntry[]> {
  const text = await read(sha256);
  if (sha256Of(text) !== sha256) {
    throw new MlxError("MLX_CORRUPT_OBJECT", `the directory manifest ${sha256} is damaged`, {
      hint: "run mlx data verify --repair to fetch it again",
    });
  }
  return parseManifest(text, sha256);
}

/** What a manifest cannot know alone: where it hangs, and how much its parent says it holds. */
function checkPlace(
  { sha256, prefix, size }: Pending,
  entries: readonly ManifestEntry[],
): readonly ManifestEntry[] {
  const places = size === undefined ? entries.map((entry) => entry.name) : [`${prefix}x`];
  for (const place of places) {
    const wrong = entryPathProblem(place);
    if (wrong !== undefined) throw invalidManifest(sha256, 1, `the path ${JSON.stringify(place)} ${wrong}`);
  }
  if (size === undefined) return entries;
  if (entries.length === 0) throw invalidManifest(sha256, 1, `the folder ${prefix} is empty`);
  const sum = entries.reduce((bytes, entry) => bytes + entry.size, 0);
  if (sum === size) return entries;
  const message = `the files of ${prefix} add up to ${sum} bytes; the manifest above says ${size}`;
  throw invalidManifest(sha256, 1, message);
}

function foldersBelow(
  entries: readonly ManifestEntry[],
  prefix: string,
  under: readonly string[] | undefined,
): Pending[] {
  const folders = entries.filter((entry): entry is ManifestFolder => entry.kind === "tree");
  const below = folders.map(({ sha256, name, size }) => ({ sha256, prefix: `${prefix}${name}/`, size }));
  if (under === undefined) return below;
  return below.filter((folder) =>
    under.some((path) => folder.prefix.startsWith(`${path}/`) || path.startsWith(folder.prefix)),
  );
}

/** Appends the files of one folder and those below it. */
function collect(
  prefix: string,
  folders: ReadonlyMap<string, readonly ManifestEntry[]>,
  under: readonly string[] | undefined,
  files: FileEntry[],
): void {
  for (const entry of inPathOrder(folders.get(prefix) ?? [])) {
    const path = prefix + entry.name;
    if (entry.kind === "tree") {
      if (folders.has(`${path}/`)) collect(`${path}/`, folders, under, files);
    } else if (under === undefined || under.some((part) => path === part || path.startsWith(`${part}/`))) {
      files.push({ path, sha256: entry.sha256, size: entry.size, mode: entry.mode });
    }
  }
}

/** A folder's files sort with the slash after its name: `a.txt` comes before `a/b`, though `a` comes before `a.txt`. */
function inPathOrder(entries: readonly ManifestEntry[]): readonly ManifestEntry[] {
  if (!entries.some((entry) => entry.kind === "tree")) return entries;
  const key = (entry: ManifestEntry): string => (entry.kind === "tree" ? `${entry.name}/` : entry.name);
  return [...entries].sort((a, b) => compareBytes(key(a), key(b)));
}
