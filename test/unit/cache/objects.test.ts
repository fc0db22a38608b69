import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { digest, scratchCache } from "./scratch-cache.js";

describe("small contents and bookkeeping", () => {
  test("insertBytes stores texts and bytes; readBytes gives them back verified", async () => {
    const { cache } = scratchCache();
    const digests = await cache.insertBytes(["text ä", Buffer.from([0, 255])]);
    expect(digests).toEqual([digest("text ä"), digest(Buffer.from([0, 255]))]);
    expect(cache.readBytes(digest("text ä")).toString()).toBe("text ä");
  });

  test("readBytes names a missing object, and a corrupt one, which goes to quarantine", async () => {
    const { cache, damage, quarantined } = scratchCache();
    expect(() => cache.readBytes(digest("nothing"))).toThrow(
      expect.objectContaining({ code: "MLX_OBJECT_MISSING" }),
    );
    const [sha256 = digest("")] = await cache.insertBytes(["manifest"]);
    damage(sha256, "manifesT");
    expect(() => cache.readBytes(sha256)).toThrow(
      expect.objectContaining({ code: "MLX_CORRUPT_OBJECT", message: expect.stringContaining(sha256) }),
    );
    expect(quarantined()).toEqual([sha256]);
    expect(cache.has(sha256)).toBe(false);
  });

  test("has compares the size where it is given, and takes nothing but files for objects", async () => {
    const { cache, put } = scratchCache();
    const { sha256 } = await put("12345");
    expect([cache.has(sha256), cache.has(sha256, 5), cache.has(sha256, 4)]).toEqual([true, true, false]);
    expect(cache.sizeOf(sha256)).toBe(5);
    expect(cache.hasMany([{ sha256, size: 5 }, { sha256: digest("x") }])).toEqual(new Set([sha256]));
    rmSync(cache.pathOf(sha256));
    mkdirSync(cache.pathOf(sha256));
    expect(cache.has(sha256)).toBe(false);
  });

  test("a download is adopted from its temporary place, which is this process's own", async () => {
    const { cache } = scratchCache();
    const sha256 = digest("fetched");
    const temp = cache.tempFor(sha256);
    expect(cache.tempFor(sha256)).toBe(temp);
    const handle = openSync(temp, "w");
    writeSync(handle, "fetched");
    closeSync(handle);
    cache.adopt(sha256, temp);
    await cache.flush();
    expect(existsSync(temp)).toBe(false);
    expect(cache.readBytes(sha256).toString()).toBe("fetched");
    expect(lstatSync(cache.pathOf(sha256)).mode & 0o222).toBe(0);
  });

  test("a download that a dead process left is gone on with, unless it is a week old", async () => {
    const { cache, folder } = scratchCache();
    const other = scratchCache();
    const own =
      join(other.cache.tempFor(digest("x")), "..")
        .split("/")
        .at(-1) ?? "";
    const dead = own.replace(/-(\d+)$/, (_, start) => `-${Number(start) - 1}`);
    const living = own.replace(/^partial-[0-9a-f]{12}/, "partial-0123456789ab");
    for (const name of [dead, living]) mkdirSync(join(folder, "cache/tmp", name), { recursive: true });
    const write = (name: string) => closeSync(openSync(join(folder, "cache/tmp", name), "w"));
    write(`${dead}/${digest("a")}.part`);
    write(`${dead}/${digest("old")}.part`);
    write(`${living}/${digest("b")}.part`);
    const longAgo = Date.now() / 1000 - 8 * 24 * 3600;
    utimesSync(join(folder, "cache/tmp", dead, `${digest("old")}.part`), longAgo, longAgo);
    const temp = cache.tempFor(digest("a"));
    expect(readdirSync(join(temp, ".."))).toEqual([`${digest("a")}.part`]);
    expect(readdirSync(join(folder, "cache/tmp", living))).toEqual([`${digest("b")}.part`]);
    expect(existsSync(join(folder, "cache/tmp", dead))).toBe(false);
  });

  test("list is byte-sorted and passes over what is no object; remove frees bytes and minds no absence", async () => {
    const { cache, put } = scratchCache();
    const digests = [(await put("one")).sha256, (await put("three")).sha256].sort();
    mkdirSync(join(cache.root, "objects/sha256/zz"));
    closeSync(openSync(join(cache.root, "objects/sha256/zz/junk"), "w"));
    expect(cache.list().map(({ sha256 }) => sha256)).toEqual(digests);
    expect(cache.remove([...digests, digest("absent")])).toBe(8);
    expect(cache.list()).toEqual([]);
  });

  test("verify finds damaged, missing and intact objects, and quarantines the damaged under distinct names", async () => {
    const { cache, put, damage, quarantined } = scratchCache();
    const good = await put("good");
    const bad = await put("bad");
    const gone = digest("gone");
    for (const bytes of ["b", "BAD"]) {
      await put("bad");
      damage(bad.sha256, bytes);
      const report = await cache.verify([good.sha256, bad.sha256, gone]);
      expect(report).toEqual({ checked: 3, corrupt: [bad.sha256], missing: [gone], unreadable: [] });
    }
    expect(quarantined().sort()).toEqual([bad.sha256, `${bad.sha256}.1`]);
    expect(await cache.verify(undefined)).toEqual({ checked: 1, corrupt: [], missing: [], unreadable: [] });
  });

  test("the lock keeps garbage collection out while others add, and adders never from each other", async () => {
    const { cache } = scratchCache({ group: true });
    const a = await cache.lock({ mode: "shared" });
    const b = await cache.lock({ mode: "shared" });
    let collecting = false;
    const gc = cache.lock({ mode: "exclusive" }).then((lock) => {
      collecting = true;
      lock.release();
    });
    a.release();
    expect(collecting).toBe(false);
    b.release();
    await gc;
    expect(collecting).toBe(true);
  });
});
