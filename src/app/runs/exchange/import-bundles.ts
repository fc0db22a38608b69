import { closeSync, createWriteStream, openSync, rmSync, statSync, writeSync } from "node:fs";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import type { ObjectCache } from "../../../cache/object-cache.js";
import type { Sha256 } from "../../../core/sha256.js";
import { ioError } from "../../../files/io-error.js";
import { removeTempDir, tempDir } from "../../../files/temp-dir.js";
import type { RunLedger } from "../../../ledger/run-ledger.js";
import type { ObjectPiece } from "../../../runs/exchange/bundle-line.js";
import { contentObjects } from "../../../runs/exchange/content-objects.js";
import type { DataSession } from "../../data/session.js";
import { readBundleFile } from "./read-bundle-file.js";
import { TakenIn } from "./taken-in.js";

export interface BundleImport {
  readonly taken: TakenIn;
  /** Objects that came with the files and were not in the cache before. */
  readonly objects: number;
  /** Objects that the runs which came in name and the cache lacks. */
  readonly absent: number;
}

/**
 * Takes runs in from bundle files, each as typed, `-` for standard input. All files are read to their ends before
 * anything is stored: one that is damaged changes nothing.
 */
export async function importBundles(
  session: DataSession,
  ledger: RunLedger,
  files: readonly string[],
  options: { readonly dryRun: boolean },
): Promise<BundleImport> {
  const folder = tempDir(join(session.workspace.stateDir, "tmp"));
  try {
    const paths: { readonly path: string; readonly label: string }[] = [];
    for (const label of files) paths.push({ label, path: await localCopy(session, label, folder) });
    for (const { path, label } of paths) await checkFile(session, path, label);
    const importer = new Importer(session.cache, ledger, options.dryRun);
    for (const { path, label } of paths) await importer.file(path, label, session.app.signal);
    return importer.outcome();
  } finally {
    removeTempDir(folder);
  }
}

/** Standard input can be read but once. */
async function localCopy({ app }: DataSession, label: string, folder: string): Promise<string> {
  if (label !== "-") return resolve(app.cwd, label);
  const path = join(folder, "stdin");
  try {
    await pipeline(app.stdin, createWriteStream(path), { signal: app.signal });
  } catch (error) {
    throw ioError(error, "cannot keep what standard input holds");
  }
  return path;
}

async function checkFile({ app }: DataSession, path: string, label: string): Promise<void> {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  const progress = app.ui.progress(`checking ${label}`, size, "bytes");
  const onBytes = (count: number) => progress.add(count);
  for await (const _item of readBundleFile(path, label, { signal: app.signal, onBytes }));
  progress.done();
}

class Importer {
  readonly #taken: TakenIn;
  readonly #wanted = new Map<Sha256, number>();
  #objects = 0;
  #unflushed = false;

  constructor(
    private readonly cache: ObjectCache,
    ledger: RunLedger,
    private readonly dryRun: boolean,
  ) {
    this.#taken = new TakenIn(ledger, dryRun);
  }

  async file(path: string, label: string, signal: AbortSignal): Promise<void> {
    const draft = new ObjectDraft(this.cache);
    try {
      for await (const item of readBundleFile(path, label, { signal })) {
        if (item.kind === "piece") {
          if (this.dryRun) continue;
          if (draft.add(item.piece, item.last)) this.#objects++;
          this.#unflushed = true;
          continue;
        }
        // A run that is recorded has its objects on disk.
        if (this.#unflushed) await this.cache.flush();
        this.#unflushed = false;
        const before = this.#taken.added;
        this.#taken.take(item.bundle, label);
        if (this.#taken.added === before) continue;
        for (const { sha256, size } of contentObjects(item.bundle.content)) this.#wanted.set(sha256, size);
      }
    } finally {
      draft.drop();
    }
    if (this.#unflushed) await this.cache.flush();
  }

  outcome(): BundleImport {
    const wanted = [...this.#wanted].map(([sha256, size]) => ({ sha256, size }));
    const absent = wanted.length - this.cache.hasMany(wanted).size;
    return { taken: this.#taken, objects: this.#objects, absent };
  }
}

/** Puts the pieces of one object after the other together, beside the cache. */
class ObjectDraft {
  #open: { readonly file: number; readonly path: string } | undefined;
  #skipped: Sha256 | undefined;

  constructor(private readonly cache: ObjectCache) {}

  /** @returns whether an object is whole now that the cache did not hold. */
  add({ sha256, size, offset, bytes }: ObjectPiece, last: boolean): boolean {
    if (offset === 0 && this.cache.has(sha256, size)) this.#skipped = sha256;
    if (this.#skipped === sha256) {
      if (last) this.#skipped = undefined;
      return false;
    }
    try {
      this.#open ??= this.#begin(sha256);
      writeSync(this.#open.file, bytes);
    } catch (error) {
      throw ioError(error, `cannot write the object ${sha256}`);
    }
    if (!last) return false;
    closeSync(this.#open.file);
    this.cache.adopt(sha256, this.#open.path);
    this.#open = undefined;
    return true;
  }

  drop(): void {
    if (!this.#open) return;
    closeSync(this.#open.file);
    rmSync(this.#open.path, { force: true });
    this.#open = undefined;
  }

  #begin(sha256: Sha256): { file: number; path: string } {
    const path = this.cache.tempFor(sha256);
    return { path, file: openSync(path, "w") };
  }
}
