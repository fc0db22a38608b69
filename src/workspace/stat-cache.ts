import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { writeFileAtomic } from "../files/atomic-write.js";
import { StatGroup } from "./stat-group.js";

const magic = "mlxstat1";
const digestAt = 8;
const lengthAt = 40;
const headerSize = 64;

/**
 * What mlx last saw in this worktree, per tracked target (the data's path from the root): one file, read and written
 * whole. Header of 64 bytes: magic, SHA-256 of all that follows the digest, length of the index (u32). Then the index,
 * JSON of [target, offset, length] padded to 8 bytes, then the groups. A damaged or older file reads as empty.
 */
export class StatCache {
  #changed = false;

  private constructor(
    readonly file: string,
    readonly groups: Map<string, StatGroup>,
  ) {}

  /** @param file `<stateDir>/stat-cache`. */
  static open(file: string): StatCache {
    const bytes = readShared(file);
    return new StatCache(file, (bytes && decode(bytes)) ?? new Map());
  }

  targets(): string[] {
    return [...this.groups.keys()];
  }

  get(target: string): StatGroup | undefined {
    return this.groups.get(target);
  }

  set(target: string, group: StatGroup): void {
    if (this.groups.get(target) === group) return;
    this.groups.set(target, group);
    this.#changed = true;
  }

  delete(target: string): void {
    if (this.groups.delete(target)) this.#changed = true;
  }

  /**
   * Writes the file if anything changed. Not flushed to disk: what a power cut loses is only rebuilt.
   * @throws {MlxError} MLX_DISK_FULL, MLX_PERMISSION, MLX_IO.
   */
  save(): void {
    if (!this.#changed) return;
    writeFileAtomic(this.file, encode(this.groups), { durable: false });
    this.#changed = false;
  }
}

function encode(groups: ReadonlyMap<string, StatGroup>): Buffer {
  let offset = 0;
  const entries: [string, number, number][] = [];
  for (const [target, { packed }] of groups) {
    entries.push([target, offset, packed.byteLength]);
    offset += packed.byteLength;
  }
  const json = JSON.stringify(entries);
  const index = Buffer.from(json + " ".repeat((8 - (Buffer.byteLength(json) % 8)) % 8));
  const header = Buffer.alloc(headerSize);
  header.write(magic, 0, "latin1");
  header.writeUInt32LE(index.length, lengthAt);
  const bytes = Buffer.concat([header, index, ...[...groups.values()].map(({ packed }) => packed)]);
  digestOf(bytes).copy(bytes, digestAt);
  return bytes;
}

function decode(shared: Uint8Array<SharedArrayBuffer>): Map<string, StatGroup> | undefined {
  const bytes = Buffer.from(shared.buffer);
  if (bytes.length < headerSize || bytes.toString("latin1", 0, magic.length) !== magic) return undefined;
  if (!digestOf(bytes).equals(bytes.subarray(digestAt, lengthAt))) return undefined;
  const start = headerSize + bytes.readUInt32LE(lengthAt);
  const index: [string, number, number][] = JSON.parse(bytes.toString("utf8", headerSize, start));
  return new Map(
    index.map(([target, offset, length]) => {
      return [target, new StatGroup(new Uint8Array(shared.buffer, start + offset, length))];
    }),
  );
}

function digestOf(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes.subarray(lengthAt)).digest();
}

/** The file in shared memory, so that worker threads can look at it too; undefined if it cannot be read. */
function readShared(file: string): Uint8Array<SharedArrayBuffer> | undefined {
  let handle: number;
  try {
    handle = openSync(file, "r");
  } catch {
    return undefined;
  }
  try {
    const { size } = fstatSync(handle);
    const bytes = new Uint8Array(new SharedArrayBuffer(size));
    let length = 0;
    while (length < size) {
      const count = readSync(handle, bytes, length, size - length, length);
      if (count === 0) return undefined;
      length += count;
    }
    return bytes;
  } catch {
    return undefined;
  } finally {
    closeSync(handle);
  }
}
