import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Interrupted, MlxError, systemCode } from "../core/errors.js";
import type { Sha256 } from "../core/sha256.js";
import type { AccessCheck, ObjectStore, StoredObject, TransferOptions } from "../ports.js";
import { CommitBatch } from "./commit-batch.js";
import { copyVerified } from "./copy-verified.js";
import { checkFolder } from "./local-check.js";
import { explainFileError } from "./local-explain.js";
import { entriesBelow, unlessAbsent } from "./local-folder.js";
import { corruptInCache, corruptInStore, missingInCache, missingInStore } from "./object-errors.js";
import { digestOfKey, objectKey, objectsPrefix } from "./object-key.js";
import { checkDescriptor, descriptorKey, descriptorText } from "./store-descriptor.js";

/** Read-only, but not on Windows, where such a file can be neither flushed nor replaced. */
const objectMode = process.platform === "win32" ? 0o666 : 0o444;

let drafts = 0;
const draftEnding = ".part";

/** A folder, which may be on a network share: every file is written under a temporary name in its folder and renamed. */
export class LocalStore implements ObjectStore {
  readonly kind = "local";
  readonly maxStreams = 256;
  readonly #batch: CommitBatch;
  readonly #folders = new Set<string>();

  /** @param location absolute path. */
  constructor(readonly location: string) {
    this.#batch = new CommitBatch(location);
  }

  async open({ create }: { readonly create: boolean; readonly signal?: AbortSignal }): Promise<void> {
    this.#requireFolder(create);
    const descriptor = await this.readText(descriptorKey);
    if (descriptor !== undefined) checkDescriptor(descriptor, this.location);
    else if (create) await this.writeText(descriptorKey, descriptorText);
  }

  stat(sha256: Sha256): Promise<StoredObject | undefined> {
    return this.#explained(() => {
      const found = statSync(this.#path(objectKey(sha256)), { throwIfNoEntry: false });
      return found?.isFile() ? { sha256, size: found.size, modifiedAt: found.mtimeMs } : undefined;
    });
  }

  existing(digests: readonly Sha256[], signal?: AbortSignal): Promise<Set<Sha256>> {
    return this.#explained(() => {
      const found = new Set<Sha256>();
      for (const [folder, group] of byFolder(digests)) {
        if (signal?.aborted) throw new Interrupted();
        const names = new Set(this.#names(join(this.location, objectsPrefix, folder)));
        for (const sha256 of group) if (names.has(sha256.slice(2))) found.add(sha256);
      }
      return found;
    });
  }

  put(
    sha256: Sha256,
    path: string,
    size: number,
    options: TransferOptions & { readonly overwrite?: boolean } = {},
  ): Promise<"stored" | "present"> {
    return this.#explained(async () => {
      const target = this.#path(objectKey(sha256));
      if (options.overwrite !== true && statSync(target, { throwIfNoEntry: false })?.size === size)
        return "present";
      await this.#write(target, async (draft) => {
        const copied = await copyObject(path, draft, objectMode, options, () => missingInCache(sha256, path));
        if (copied.sha256 !== sha256) throw corruptInCache(sha256, path);
      });
      return "stored";
    });
  }

  get(sha256: Sha256, target: string, options: TransferOptions = {}): Promise<{ readonly size: number }> {
    return this.#explained(async () => {
      const draft = draftOf(target);
      try {
        const source = this.#path(objectKey(sha256));
        const copied = await copyObject(source, draft, 0o666, options, () =>
          missingInStore(sha256, this.location),
        );
        if (copied.sha256 !== sha256) throw corruptInStore(sha256, this.location, copied.sha256);
        renameSync(draft, target);
        return { size: copied.size };
      } catch (error) {
        rmSync(draft, { force: true });
        throw error;
      }
    });
  }

  async *list(signal?: AbortSignal): AsyncIterable<StoredObject> {
    const root = join(this.location, objectsPrefix);
    const folders = await this.#explained(() => this.#names(root).sort());
    for (const folder of folders) {
      if (signal?.aborted) throw new Interrupted();
      yield* await this.#explained(() => this.#objectsIn(root, folder));
    }
  }

  remove(sha256: Sha256): Promise<void> {
    return this.removeText(objectKey(sha256));
  }

  readText(key: string): Promise<string | undefined> {
    return this.#explained(() => {
      try {
        return readFileSync(this.#path(key), "utf8");
      } catch (error) {
        if (systemCode(error) === "ENOENT") return undefined;
        throw error;
      }
    });
  }

  writeText(key: string, text: string): Promise<void> {
    return this.#explained(() =>
      this.#write(this.#path(key), (draft) => writeFileSync(draft, text, { flag: "wx" })),
    );
  }

  removeText(key: string): Promise<void> {
    return this.#explained(() => rmSync(this.#path(key), { force: true }));
  }

  async *listTexts(prefix: string, signal?: AbortSignal): AsyncIterable<string> {
    if (signal?.aborted) throw new Interrupted();
    for (const { key, folder } of await this.#explained(() => entriesBelow(this.location, prefix))) {
      if (folder) yield* this.listTexts(`${key}/`, signal);
      else if (!key.endsWith(draftEnding)) yield key;
    }
  }

  check(): Promise<readonly AccessCheck[]> {
    return checkFolder(this);
  }

  close(): void {
    this.#folders.clear();
  }

  #path(key: string): string {
    return join(this.location, key);
  }

  /** Writes through a draft in the folder of `target`, which is made if it is absent, with the rights that umask and folder give. */
  async #write(target: string, fill: (draft: string) => void | Promise<void>): Promise<void> {
    const folder = dirname(target);
    if (!this.#folders.has(folder)) {
      mkdirSync(folder, { recursive: true });
      this.#folders.add(folder);
    }
    const draft = draftOf(target);
    try {
      await fill(draft);
      await this.#batch.commit(draft, target);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  }

  /** Makes the store's folder at most, never the ones above it: an absent parent is more likely a drive that is not mounted. */
  #requireFolder(create: boolean): void {
    const found = statSync(this.location, { throwIfNoEntry: false });
    if (found?.isDirectory()) return;
    if (found !== undefined) {
      throw new MlxError(
        "MLX_STORE_MISSING",
        `${this.location} is a file, not a folder that can hold objects`,
        {
          hint: "correct the remote's path",
        },
      );
    }
    const parent = dirname(this.location);
    if (!statSync(parent, { throwIfNoEntry: false })?.isDirectory()) {
      throw new MlxError("MLX_STORE_MISSING", `there is no folder ${parent} to make the store in`, {
        hint: `mount the drive it is on, or make the folder: mkdir -p ${parent}`,
      });
    }
    if (!create) {
      throw new MlxError("MLX_STORE_NEW", `there is no folder ${this.location} yet`, {
        hint: "the first push makes it (mlx data push, mlx runs push); otherwise mount the drive it is on, or correct the path",
      });
    }
    try {
      mkdirSync(this.location, { recursive: true });
    } catch (error) {
      throw explainFileError(error, this.location);
    }
  }

  #names(folder: string): string[] {
    return unlessAbsent(() => readdirSync(folder));
  }

  #objectsIn(root: string, folder: string): StoredObject[] {
    const objects: StoredObject[] = [];
    for (const name of this.#names(join(root, folder)).sort()) {
      const sha256 = digestOfKey(`${objectsPrefix}${folder}/${name}`);
      const found =
        sha256 === undefined ? undefined : statSync(join(root, folder, name), { throwIfNoEntry: false });
      if (sha256 !== undefined && found?.isFile())
        objects.push({ sha256, size: found.size, modifiedAt: found.mtimeMs });
    }
    return objects;
  }

  async #explained<T>(work: () => T | Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw explainFileError(error, this.location);
    }
  }
}

/** As `copyVerified`; an absent source is told by `missing`. */
async function copyObject(
  source: string,
  draft: string,
  mode: number,
  options: TransferOptions,
  missing: () => MlxError,
): Promise<{ sha256: Sha256; size: number }> {
  if (options.signal?.aborted) throw new Interrupted();
  if (statSync(source, { throwIfNoEntry: false }) === undefined) throw missing();
  return copyVerified(source, draft, mode, options);
}

function byFolder(digests: readonly Sha256[]): Map<string, Sha256[]> {
  const folders = new Map<string, Sha256[]>();
  for (const sha256 of digests) {
    const folder = sha256.slice(0, 2);
    const group = folders.get(folder);
    if (group === undefined) folders.set(folder, [sha256]);
    else group.push(sha256);
  }
  return folders;
}

/** A name beside `target` that no other writer uses, on this machine or, by chance alone, on another that shares the folder. */
function draftOf(target: string): string {
  drafts++;
  return `${target}.${process.pid}-${Date.now().toString(36)}-${drafts}${draftEnding}`;
}
