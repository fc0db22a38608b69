import type { Sha256 } from "../core/sha256.js";
import type { Stamp } from "./stamp.js";

/** Why a file could not be read: no permission or an I/O error; written to all the while; gone; a directory, link or device. */
export type ReadFault = "unreadable" | "changing" | "vanished" | "not-a-file";

/** What reading a file whole found. `stamp` is that of the bytes hashed. */
export interface ReadFile {
  readonly ok: true;
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
  readonly executable: boolean;
  readonly stamp: Stamp;
}

export interface UnreadFile {
  readonly ok: false;
  readonly reason: ReadFault;
  /** A sentence without the path: `permission denied`, `it changed while it was read`. */
  readonly message: string;
  /** The operating system's code (`EACCES`), if it refused. */
  readonly system?: string;
}

export type ReadResult = ReadFile | UnreadFile;

export interface BatchOptions {
  readonly signal?: AbortSignal;
  /** Bytes read or written since the last call; called about ten times a second and once at the end. */
  readonly onBytes?: (count: number) => void;
  /** Files finished since the last call. */
  readonly onFiles?: (count: number) => void;
}
