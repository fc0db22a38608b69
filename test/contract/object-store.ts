import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Interrupted, MlxError } from "../../src/core/errors.js";
import { type Sha256, sha256Of } from "../../src/core/sha256.js";
import type { ObjectStore } from "../../src/ports.js";
import { tempFolder } from "../support/temp-folder.js";

/** A kind of store that the contract is checked over. */
export interface StoreBackend {
  readonly name: string;
  /** Whether it can list more than one page; s3rver makes its page tokens with a cipher that OpenSSL 3 has dropped. */
  readonly pages: boolean;
  start(): Promise<void>;
  /** A store in a place of its own, `n` of this backend. */
  store(n: number): Promise<ObjectStore>;
  stop(): Promise<void>;
}

interface ObjectFile {
  readonly sha256: Sha256;
  readonly path: string;
  readonly size: number;
  readonly bytes: Buffer;
}

const mebibyte = 1024 * 1024;

/** Bytes that look random and are the same every time. */
export function bytesOf(size: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(size);
  let state = seed >>> 0 || 1;
  for (let i = 0; i + 4 <= size; i += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes.writeUInt32LE(state, i);
  }
  return bytes;
}

export function objectFile(folder: string, bytes: Buffer): ObjectFile {
  const sha256 = sha256Of(bytes);
  const path = join(folder, sha256);
  writeFileSync(path, bytes);
  return { sha256, path, size: bytes.length, bytes };
}

/** The code of the MlxError that `work` fails with. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof MlxError) return error.code;
    throw error;
  }
  return "no error";
}

/** What every object store keeps, whatever it is made of. */
export function objectStoreContract(backend: StoreBackend): void {
  describe(`object store: ${backend.name}`, () => {
    let stores = 0;
    beforeAll(() => backend.start());
    afterAll(() => backend.stop());

    async function opened(): Promise<{ store: ObjectStore; folder: string }> {
      const store = await backend.store(stores++);
      await store.open({ create: true });
      return { store, folder: tempFolder() };
    }

    async function stored(store: ObjectStore, folder: string, bytes: Buffer): Promise<ObjectFile> {
      const object = objectFile(folder, bytes);
      await store.put(object.sha256, object.path, object.size);
      return object;
    }

    test("a new store is described by a small file, and opens again", async () => {
      const { store } = await opened();
      expect(JSON.parse((await store.readText("mlx-store.json")) ?? "")).toMatchObject({ version: 1 });
      await store.open({ create: true });
      await store.open({ create: false });
    });

    test("a store of a newer format is refused", async () => {
      const { store } = await opened();
      await store.writeText("mlx-store.json", '{"layout": "packs", "mlx": "store", "version": 2}\n');
      expect(await codeOf(store.open({ create: false }))).toBe("MLX_STORE_FORMAT");
    });

    test("an object comes back as it was stored", async () => {
      const { store, folder } = await opened();
      const object = await stored(store, folder, Buffer.from("hello"));
      const target = join(folder, "back");
      expect(await store.get(object.sha256, target)).toEqual({ size: 5 });
      expect(readFileSync(target, "utf8")).toBe("hello");
      expect(await store.stat(object.sha256)).toMatchObject({ sha256: object.sha256, size: 5 });
    });

    test("an empty object is an object", async () => {
      const { store, folder } = await opened();
      const object = await stored(store, folder, Buffer.alloc(0));
      expect(await store.get(object.sha256, join(folder, "back"), { size: 0 })).toEqual({ size: 0 });
      expect(readFileSync(join(folder, "back")).length).toBe(0);
      expect(await store.stat(object.sha256)).toMatchObject({ size: 0 });
    });

    test.each([8 * mebibyte, 8 * mebibyte + 1, 33 * mebibyte + 5])(
      "an object of %i bytes travels whole, its progress adding up to its size",
      async (size) => {
        const { store, folder } = await opened();
        const object = objectFile(folder, bytesOf(size));
        const [up, down] = [count(), count()];
        expect(await store.put(object.sha256, object.path, size, { onBytes: up.add })).toBe("stored");
        const target = join(folder, "back");
        expect(await store.get(object.sha256, target, { size, onBytes: down.add })).toEqual({ size });
        expect(sha256Of(readFileSync(target))).toBe(object.sha256);
        await store.get(object.sha256, target);
        expect(readdirSync(folder).sort()).toEqual([object.sha256, "back"].sort());
        expect([up.total, down.total]).toEqual([size, size]);
      },
    );

    test("storing an object again leaves it as it is", async () => {
      const { store, folder } = await opened();
      const object = await stored(store, folder, Buffer.from("again"));
      expect(["stored", "present"]).toContain(await store.put(object.sha256, object.path, object.size));
      await store.get(object.sha256, join(folder, "back"));
      expect(readFileSync(join(folder, "back"), "utf8")).toBe("again");
    });

    test.each([5, 9 * mebibyte])(
      "bytes that do not match the digest are not stored (%i bytes)",
      async (size) => {
        const { store, folder } = await opened();
        const object = objectFile(folder, bytesOf(size));
        writeFileSync(object.path, bytesOf(size, 2));
        expect(await codeOf(store.put(object.sha256, object.path, size))).toBe("MLX_CORRUPT_OBJECT");
        writeFileSync(object.path, "short");
        expect(await codeOf(store.put(object.sha256, object.path, size + 1))).toBe("MLX_CORRUPT_OBJECT");
        expect(await store.stat(object.sha256)).toBeUndefined();
      },
    );

    test("an absent local file is named", async () => {
      const { store, folder } = await opened();
      expect(await codeOf(store.put(sha256Of("x"), join(folder, "absent"), 1))).toBe("MLX_NOT_CACHED");
    });

    test("an absent object is said to be missing, and the target is left alone", async () => {
      const { store, folder } = await opened();
      const target = join(folder, "target");
      writeFileSync(target, "mine");
      expect(await codeOf(store.get(sha256Of("absent"), target))).toBe("MLX_OBJECT_MISSING");
      expect(await store.stat(sha256Of("absent"))).toBeUndefined();
      expect(readFileSync(target, "utf8")).toBe("mine");
    });

    test("a damaged object is refused, and overwriting mends it", async () => {
      const { store, folder } = await opened();
      const object = await stored(store, folder, Buffer.from("precious"));
      await store.remove(object.sha256);
      await store.writeText(
        `objects/sha256/${object.sha256.slice(0, 2)}/${object.sha256.slice(2)}`,
        "damaged!",
      );
      expect(await codeOf(store.get(object.sha256, join(folder, "back")))).toBe("MLX_CORRUPT_OBJECT");
      expect(existsSync(join(folder, "back"))).toBe(false);
      expect(readdirSync(folder)).toEqual([object.sha256]);
      expect(await store.put(object.sha256, object.path, object.size, { overwrite: true })).toBe("stored");
      await store.get(object.sha256, join(folder, "back"));
      expect(readFileSync(join(folder, "back"), "utf8")).toBe("precious");
    });

    test.each([3, 40])("of %i digests, those that the store holds are found", async (total) => {
      const { store, folder } = await opened();
      const texts = Array.from({ length: total }, (_, index) => `object ${index}`);
      const held = texts.filter((_, index) => index % 2 === 0);
      for (const text of held) await stored(store, folder, Buffer.from(text));
      expect(await store.existing(texts.map((text) => sha256Of(text)))).toEqual(
        new Set(held.map((text) => sha256Of(text))),
      );
      expect(await store.existing([])).toEqual(new Set());
    });

    test("listing gives every object with its size, and nothing else", async () => {
      const { store, folder } = await opened();
      const objects = [
        await stored(store, folder, Buffer.from("a")),
        await stored(store, folder, Buffer.from("bcd")),
      ];
      await store.writeText("gc/candidates.txt", "not an object");
      await store.writeText("objects/sha256/readme.txt", "nor this");
      const listed: [string, number][] = [];
      for await (const { sha256, size } of store.list()) listed.push([sha256, size]);
      expect(listed.sort()).toEqual(objects.map(({ sha256, size }) => [sha256, size]).sort());
    });

    test("an object can be removed, also when it is gone already", async () => {
      const { store, folder } = await opened();
      const object = await stored(store, folder, Buffer.from("gone"));
      await store.remove(object.sha256);
      await store.remove(object.sha256);
      expect(await store.stat(object.sha256)).toBeUndefined();
    });

    test("small texts are kept beside the objects", async () => {
      const { store } = await opened();
      expect(await store.readText("gc/é +%&.txt")).toBeUndefined();
      await store.writeText("gc/é +%&.txt", "one\n");
      await store.writeText("gc/é +%&.txt", "two ü\n");
      expect(await store.readText("gc/é +%&.txt")).toBe("two ü\n");
      await store.removeText("gc/é +%&.txt");
      await store.removeText("gc/é +%&.txt");
      expect(await store.readText("gc/é +%&.txt")).toBeUndefined();
    });

    test("the keys of the texts below a prefix are listed, however deep, and no others", async () => {
      const { store } = await opened();
      const listed = async (prefix: string) => {
        const keys: string[] = [];
        for await (const key of store.listTexts(prefix)) keys.push(key);
        return keys.sort();
      };
      expect(await listed("runs/")).toEqual([]);
      const keys = ["runs/B/2.json", "runs/a/1.json", "runs/a/é +%&.json"].sort();
      for (const key of [...keys, "runsaway/3.json", "gc/candidates.json"]) await store.writeText(key, "{}");
      expect(await listed("runs/")).toEqual(keys);
      expect(await listed("runs/a/")).toEqual(keys.filter((key) => key.startsWith("runs/a/")));
    });

    if (backend.pages) {
      test("more keys than one page of a listing holds are all listed", async () => {
        const { store } = await opened();
        const keys = Array.from({ length: 1203 }, (_, index) => `runs/${index}/x.json`);
        for (let start = 0; start < keys.length; start += 50)
          await Promise.all(keys.slice(start, start + 50).map((key) => store.writeText(key, "{}")));
        const listed: string[] = [];
        for await (const key of store.listTexts("runs/")) listed.push(key);
        expect(listed.sort()).toEqual(keys.sort());
      });
    }

    test("eight writers of one object all succeed", async () => {
      const { store, folder } = await opened();
      const object = objectFile(folder, Buffer.from("contended"));
      const puts = Array.from({ length: 8 }, () => store.put(object.sha256, object.path, object.size));
      for (const outcome of await Promise.all(puts)) expect(["stored", "present"]).toContain(outcome);
      expect(await store.existing([object.sha256])).toEqual(new Set([object.sha256]));
    });

    test("an aborted transfer ends as interrupted and leaves no object behind", async () => {
      const { store, folder } = await opened();
      const object = objectFile(folder, Buffer.from("late"));
      const signal = AbortSignal.abort();
      await expect(store.put(object.sha256, object.path, object.size, { signal })).rejects.toBeInstanceOf(
        Interrupted,
      );
      expect(await store.stat(object.sha256)).toBeUndefined();
    });

    test("the access check finds everything in order and leaves nothing behind", async () => {
      const { store } = await opened();
      expect((await store.check()).filter(({ ok }) => !ok)).toEqual([]);
      expect(await store.readText("mlx-check.txt")).toBeUndefined();
    });
  });
}

function count(): { readonly total: number; add(bytes: number): void } {
  let total = 0;
  return {
    get total() {
      return total;
    },
    add(bytes) {
      total += bytes;
    },
  };
}
