import { chmodSync, closeSync, openSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Interrupted, MlxError, systemCode } from "../core/errors.js";
import type { LinkType } from "../core/settings.js";
import { ioError, ioReason, isDenied, isDiskFull } from "../files/io-error.js";
import type { Job, JobControl } from "../files/job.js";
import { linkFile } from "../files/link-file.js";
import { pieceSize } from "../files/read-pieces.js";
import { readWhole } from "../files/read-whole.js";
import { SparseWriter, writeAll } from "../files/sparse-writer.js";
import { faultyObject, type ObjectState } from "./check-object.js";
import { type CacheLayout, objectPath } from "./layout.js";
import type { LinkResult, LinkTask } from "./link-result.js";
import { ObjectVerifier } from "./object-verifier.js";
import { FolderMaker, OutsideFolder, putInPlace } from "./put-in-place.js";

export interface PlaceInput {
  readonly layout: CacheLayout;
  /** A folder of this process, normally on the working tree's file system. */
  readonly temp: string;
  readonly slice: number;
  readonly links: readonly LinkType[];
  /** No target may lie outside this folder. */
  readonly within: string | undefined;
  readonly umask: number;
  readonly tasks: readonly LinkTask[];
}

/** Puts objects into the working tree: made and verified under a temporary name, then renamed. */
export const placeJob: Job<PlaceInput, LinkResult[]> = {
  name: "place",
  run(input, control) {
    const placer = new Placer(input, control);
    return input.tasks.map((task) => {
      if (control.stopped) throw new Interrupted();
      const result = placer.place(task);
      control.addFiles(1);
      return result;
    });
  },
};

class Placer {
  readonly #folders: FolderMaker;
  readonly #verifier: ObjectVerifier;
  /** Set once a target turned out to be on another file system than the temporary folder. */
  #beside = false;

  constructor(
    readonly input: PlaceInput,
    readonly control: JobControl,
  ) {
    this.#folders = new FolderMaker(input.within);
    this.#verifier = new ObjectVerifier(input.layout, control);
  }

  place(task: LinkTask): LinkResult {
    const { temp, slice } = this.input;
    const beside = join(dirname(task.target), temporaryName(task.target, slice));
    try {
      this.#folders.make(dirname(task.target));
      return this.#placeFrom(this.#beside ? beside : join(temp, `place-${slice}`), task);
    } catch (error) {
      if (systemCode(error) !== "EXDEV" || this.#beside) return linkFault(error, task.target);
      this.#beside = true;
      return this.place(task);
    }
  }

  #placeFrom(temp: string, task: LinkTask): LinkResult {
    let placed: LinkResult | undefined;
    try {
      const made = this.#make(temp, task);
      placed = typeof made === "string" ? putInPlace(temp, task, made) : objectFault(made);
      return placed;
    } finally {
      // A rename between two hard links of one file does nothing and leaves both.
      if (!placed?.ok || placed.link === "hardlink") rmSync(temp, { force: true });
    }
  }

  /** The file under its temporary name, by the first kind of link that is to be had. */
  #make(temp: string, task: LinkTask): LinkType | ObjectState {
    const object = objectPath(this.input.layout, task.sha256);
    for (const link of this.input.links) {
      if (link === "copy") break;
      if (link === "reflink") {
        const made = this.#clone(object, temp, task);
        if (made !== undefined) return made;
      } else if (task.mode === "644") {
        const found = this.#verifier.check(task.sha256);
        if (found.state !== "intact") return found;
        if (linkFile(object, temp, link)) return link;
      }
    }
    return this.#copy(object, temp, task);
  }

  #clone(object: string, temp: string, task: LinkTask): LinkType | ObjectState | undefined {
    try {
      if (!linkFile(object, temp, "reflink")) return undefined;
    } catch (error) {
      if (systemCode(error) === "ENOENT") return { state: "missing" };
      throw error;
    }
    chmodSync(temp, fileBits(task.mode) & ~this.input.umask);
    const read = readWhole(temp, this.control);
    if (read.ok && read.sha256 === task.sha256) return "reflink";
    return faultyObject(this.input.layout, task.sha256, read.ok ? undefined : read);
  }

  #copy(object: string, temp: string, task: LinkTask): LinkType | ObjectState {
    let handle: number | undefined;
    try {
      const open = () => {
        handle ??= openSync(temp, "wx", fileBits(task.mode));
        return new SparseWriter(handle);
      };
      let writer: SparseWriter | undefined;
      const read = readWhole(object, this.control, {
        start(size) {
          writer = size > pieceSize ? open() : undefined;
          writer?.restart();
        },
        piece: (bytes) => writer?.write(bytes),
      });
      if (!read.ok || read.sha256 !== task.sha256) {
        return faultyObject(this.input.layout, task.sha256, read.ok ? undefined : read);
      }
      if (read.content !== undefined) {
        handle ??= openSync(temp, "wx", fileBits(task.mode));
        writeAll(handle, read.content);
      }
      return "copy";
    } finally {
      if (handle !== undefined) closeSync(handle);
    }
  }
}

/** Permission bits of a versioned mode, before the umask. */
export function fileBits(mode: "644" | "755"): number {
  return mode === "755" ? 0o777 : 0o666;
}

/** A name beside the target, for a working tree of several file systems. Scans leave out what ends in `.mlx-tmp`. */
export function temporaryName(target: string, slice: number): string {
  return `.${basename(target).slice(0, 40)}.${process.pid}-${slice}.mlx-tmp`;
}

export function objectFault(found: ObjectState): LinkResult {
  switch (found.state) {
    case "missing":
      return { ok: false, reason: "missing", message: "its bytes are not in the cache" };
    case "corrupt":
      return {
        ok: false,
        reason: "corrupt",
        message: "its cached bytes were damaged and are in quarantine now",
      };
    case "unreadable": {
      const reason = isDenied(found.fault.system) ? "denied" : "failed";
      return { ok: false, reason, message: `its cached bytes cannot be read: ${found.fault.message}` };
    }
    case "intact":
      return { ok: false, reason: "failed", message: "it could not be written" };
  }
}

/** What a fault means for one file. A full disk, an interruption and bugs end the batch instead. */
export function linkFault(error: unknown, target: string): LinkResult {
  const code = systemCode(error);
  if (error instanceof OutsideFolder) return { ok: false, reason: "outside", message: error.message };
  if (error instanceof MlxError || code === undefined || code.startsWith("ERR_")) throw error;
  if (isDiskFull(code)) throw ioError(error, `cannot write ${target}`);
  if (code === "EEXIST" || code === "ENOTDIR" || code === "EISDIR" || code === "ENOTEMPTY") {
    const message =
      code === "EISDIR" || code === "ENOTEMPTY"
        ? "a folder stands in its place"
        : "a file stands where one of its folders should be";
    return { ok: false, reason: "blocked", message };
  }
  return { ok: false, reason: isDenied(code) ? "denied" : "failed", message: ioReason(error) };
}
