import { sha256Of } from "../../core/sha256.js";
import { isUlid } from "../../core/ulid.js";
import type { RunId } from "../types.js";

/** Where a remote keeps the records of runs. */
export const recordsPrefix = "runs/";

/** A state of a run as a remote keeps it: `runs/<id>/<name>.json`. */
export interface SharedRecord {
  readonly id: RunId;
  /** The first 32 hexadecimal digits of the SHA-256 of the file. */
  readonly name: string;
}

export function recordKey({ id, name }: SharedRecord): string {
  return `${recordsPrefix}${id}/${name}.json`;
}

/** `undefined` for a key that names no record. */
export function recordOfKey(key: string): SharedRecord | undefined {
  const [, id = "", name = ""] = /^runs\/([^/]+)\/([0-9a-f]{32})\.json$/.exec(key) ?? [];
  return isUlid(id) ? { id, name } : undefined;
}

export function recordName(text: string): string {
  return sha256Of(text).slice(0, 32);
}
