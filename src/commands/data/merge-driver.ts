import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { App } from "../../app/app.js";
import { manifestsOrFetch } from "../../app/data/fetch-objects.js";
import { entriesOf, type ManifestReader } from "../../app/data/listing.js";
import { type DataSession, openDataSession } from "../../app/data/session.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { shellQuote } from "../../core/shell-quote.js";
import { displayPath } from "../../core/visible-text.js";
import { type ExpandedPointer, mergePointers, type PointerMerge } from "../../data/merge.js";
import { renderConflict } from "../../data/merge-conflict.js";
import { formatPointer, parsePointer } from "../../data/pointer.js";
import { directoryContent } from "../../data/tree.js";
import type { Pointer } from "../../data/types.js";
import { Git } from "../../git/git.js";

const namedAtMost = 20;

export interface MergeDriverOptions {
  /** Files that git made: the common ancestor (empty if there is none), ours (the result goes there), theirs. */
  readonly ancestor: string;
  readonly ours: string;
  readonly theirs: string;
  /** The pointer's path in the repository, for messages. */
  readonly path: string;
  readonly markerSize: number;
}

/** What git calls to merge pointers: exit 0 if everything merged, 1 if conflicts are marked in the file. */
export async function mergeDriver(app: App, options: MergeDriverOptions): Promise<ExitCode> {
  try {
    return await mergePathByPath(app, options);
  } catch (error) {
    // git takes the file as it is for the result: it must never be one side alone without a mark.
    const code = await mergeAsText(app, options);
    if (!(error instanceof MlxError)) throw error;
    app.ui.warn(`${options.path} was merged as text: ${error.message}`, hintFor(error, options.path));
    return code;
  }
}

async function mergePathByPath(app: App, options: MergeDriverOptions): Promise<ExitCode> {
  const session = await openDataSession(app, { command: "data merge-driver", cacheLock: "shared" });
  const { base, ours, theirs } = await readSides(session, options);
  const merge = mergePointers(base, ours, theirs);
  const file = resolve(app.cwd, options.ours);
  if (merge.pointer) {
    writeFileSync(file, await settledText(session, merge.pointer));
    for (const names of collisions(merge))
      app.ui.warn(`${options.path}: these names differ in case alone: ${names.join(", ")}`);
    return ExitCode.ok;
  }
  writeFileSync(file, renderConflict(merge, { ours: "ours", theirs: "theirs", size: options.markerSize }));
  app.ui.warn(
    `${options.path}: ${describeConflicts(merge)}`,
    `keep one side of each in ${options.path}, then: git add ${shellQuote(options.path)} && mlx data checkout`,
  );
  return ExitCode.problem;
}

function hintFor(error: MlxError, path: string): string | undefined {
  const unlisted = error.code === "MLX_INVALID_POINTER" || error.code === "MLX_INVALID_CONFIG";
  if (unlisted) return error.hint;
  const data = shellQuote(path.replace(/\.mlx$/, ""));
  return `bring the lists of both sides, then merge this file again: mlx data fetch ${data} && git checkout --merge -- ${shellQuote(path)}`;
}

async function settledText(session: DataSession, pointer: ExpandedPointer): Promise<string> {
  if (pointer.kind === "file") return formatPointer(pointer);
  const content = directoryContent(pointer.entries, pointer.meta);
  await session.cache.insertBytes([...content.manifests.values()]);
  return formatPointer(content.pointer);
}

interface Sides {
  readonly base: ExpandedPointer | undefined;
  readonly ours: ExpandedPointer;
  readonly theirs: ExpandedPointer;
}

/** The three pointers with their files. @throws {MlxError} if one of them, or a list of files, cannot be read. */
async function readSides(session: DataSession, options: MergeDriverOptions): Promise<Sides> {
  const read = manifestsOrFetch(session);
  const text = (file: string) => readFileSync(resolve(session.app.cwd, file), "utf8");
  const side = async (file: string) => expand(await parsePointer(text(file), options.path), read);
  return {
    base: text(options.ancestor) === "" ? undefined : await side(options.ancestor),
    ours: await side(options.ours),
    theirs: await side(options.theirs),
  };
}

async function expand(pointer: Pointer, read: ManifestReader): Promise<ExpandedPointer> {
  if (pointer.kind === "file" || "entries" in pointer) return pointer;
  const entries = await entriesOf(pointer, read);
  return { kind: "directory", entries, ...(pointer.meta !== undefined && { meta: pointer.meta }) };
}

/** git's own line merge, for pointers that cannot be read: conflicts are marked, nothing is decided. */
async function mergeAsText(app: App, options: MergeDriverOptions): Promise<ExitCode> {
  const files = [options.ours, options.ancestor, options.theirs].map((file) => resolve(app.cwd, file));
  const labels = ["-L", "ours", "-L", "ancestor", "-L", "theirs"];
  const size = `--marker-size=${options.markerSize}`;
  // The number of conflicts; 255 for files that are no text, of which ours stays.
  const answers = [...Array.from({ length: 127 }, (_, index) => index + 1), 255];
  const git = new Git(app.cwd, app.env);
  const { code } = await git.run(["merge-file", size, ...labels, ...files], { allow: answers });
  return code === 0 ? ExitCode.ok : ExitCode.problem;
}

function collisions(merge: PointerMerge): readonly (readonly string[])[] {
  return merge.body.kind === "directory" ? merge.body.listing.caseCollisions : [];
}

function describeConflicts(merge: PointerMerge): string {
  if (merge.body.kind === "directory" && merge.body.listing.conflicts.length > 0) {
    const { conflicts } = merge.body.listing;
    const named = conflicts.slice(0, namedAtMost).map(({ path, reason }) => `${displayPath(path)} ${reason}`);
    const more = conflicts.length - named.length;
    return [...named, ...(more > 0 ? [`and ${more.toLocaleString("en-US")} more`] : [])].join("; ");
  }
  if (merge.meta.conflict) return "its meta block changed on both sides";
  return merge.body.kind === "mixed"
    ? "a file on one side, a directory on the other"
    : "changed on both sides";
}
