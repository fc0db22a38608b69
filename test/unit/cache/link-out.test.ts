import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Interrupted } from "../../../src/core/errors.js";
import { stampAt } from "../../../src/files/stamp.js";
import { digest, scratchCache } from "./scratch-cache.js";

const megabyte = 1 << 20;
const links = ["reflink", "copy", "hardlink", "symlink"] as const;

describe("linkOut", () => {
  for (const link of links) {
    test(`by ${link} makes folders, replaces what is there, and gives the fresh stamp`, async () => {
      const { cache, folder, put } = scratchCache();
      const content = await put("content");
      const target = join(folder, "out/deep/er/x");
      const task = { ...content, target };
      expect((await cache.linkOut([task], { links: [link] }))[0]).toMatchObject({ ok: true });
      rmSync(target);
      writeFileSync(target, "in the way");
      const [result] = await cache.linkOut([task], { links: [link], within: folder });
      expect(readFileSync(target, "utf8")).toBe("content");
      expect(result?.ok && result.stamp).toEqual(stampAt(target)?.stamp);
      expect(readdirSync(join(folder, "tmp"))).toEqual([]);
      expect(readdirSync(join(target, ".."))).toEqual(["x"]);
    });
  }

  test("by hard link shares the object's inode, read-only, also when it is there already", async () => {
    const { cache, folder, put } = scratchCache({ links: ["hardlink"] });
    const content = await put("content");
    const target = join(folder, "x");
    for (let round = 0; round < 2; round++) {
      expect((await cache.linkOut([{ ...content, target }]))[0]).toMatchObject({
        ok: true,
        link: "hardlink",
      });
      expect(lstatSync(target).ino).toBe(lstatSync(cache.pathOf(content.sha256)).ino);
      expect(lstatSync(target).mode & 0o222).toBe(0);
      expect(lstatSync(target).nlink).toBe(2);
    }
    expect(readdirSync(join(folder, "tmp"))).toEqual([]);
  });

  test("by symbolic link leads to the object by its absolute path", async () => {
    const { cache, folder, put } = scratchCache({ links: ["symlink"] });
    const content = await put("content");
    const [result] = await cache.linkOut([{ ...content, target: join(folder, "x") }]);
    expect(result).toMatchObject({ ok: true, link: "symlink" });
    expect(readlinkSync(join(folder, "x"))).toBe(cache.pathOf(content.sha256));
  });

  test("copies executables even where links are asked for, and honours the umask", async () => {
    const { cache, folder, put } = scratchCache({ links: ["hardlink", "symlink"] });
    const content = await put("#!/bin/sh");
    const umask = process.umask(0o027);
    const [result] = await cache
      .linkOut([{ ...content, mode: "755", target: join(folder, "run") }])
      .finally(() => process.umask(umask));
    expect(result).toMatchObject({ ok: true, link: "copy", executable: true });
    expect(lstatSync(join(folder, "run")).mode & 0o777).toBe(0o750);
  });

  test("copies are the user's to write: 644 under the usual umask, apart from the object", async () => {
    const { cache, folder, put } = scratchCache();
    const content = await put("content");
    const umask = process.umask(0o022);
    await cache.linkOut([{ ...content, target: join(folder, "x") }]).finally(() => process.umask(umask));
    expect(lstatSync(join(folder, "x")).mode & 0o777).toBe(0o644);
    writeFileSync(join(folder, "x"), "changed");
    expect(cache.readBytes(content.sha256).toString()).toBe("content");
  });

  for (const size of [20, 2 * megabyte, 65 * megabyte]) {
    for (const link of links) {
      test(`by ${link} never shows a damaged object of ${size} bytes; it goes to quarantine and the old file stays`, async () => {
        const { cache, folder, put, damage, quarantined, write } = scratchCache();
        const content = await put(Buffer.alloc(size, "good"));
        damage(content.sha256, Buffer.alloc(size, "evil"));
        const target = write("x", "before");
        const results = await cache.linkOut(
          [
            { ...content, target },
            { ...content, target: join(folder, "y") },
          ],
          { links: [link] },
        );
        expect(results).toMatchObject([
          { ok: false, reason: "corrupt" },
          { ok: false, reason: "corrupt" },
        ]);
        expect(readFileSync(target, "utf8")).toBe("before");
        expect(existsSync(join(folder, "y"))).toBe(false);
        expect(quarantined()).toEqual([content.sha256]);
        expect(readdirSync(join(folder, "tmp"))).toEqual([]);
      });
    }
  }

  test("refuses a truncated object", async () => {
    const { cache, folder, put } = scratchCache();
    const content = await put("content");
    chmodSync(cache.pathOf(content.sha256), 0o644);
    truncateSync(cache.pathOf(content.sha256), 0);
    const [result] = await cache.linkOut([{ ...content, target: join(folder, "x") }]);
    expect(result).toMatchObject({ ok: false, reason: "corrupt" });
  });

  test("names what is missing or in the way, and places the rest", async () => {
    const { cache, folder, put, write } = scratchCache();
    const content = await put("content");
    mkdirSync(join(folder, "taken"));
    write("file", "a file");
    const missing = { sha256: digest("missing"), size: 7, mode: "644" as const };
    const results = await cache.linkOut([
      { ...missing, target: join(folder, "m") },
      { ...content, target: join(folder, "taken") },
      { ...content, target: join(folder, "file/below") },
      { ...content, target: join(folder, "fine") },
    ]);
    expect(results).toMatchObject([
      { ok: false, reason: "missing" },
      { ok: false, reason: "blocked", message: "a folder stands in its place" },
      { ok: false, reason: "blocked", message: "a file stands where one of its folders should be" },
      { ok: true },
    ]);
  });

  test("writes nothing through a link that leads out of the folder it must stay within", async () => {
    const { cache, folder, put } = scratchCache();
    const content = await put("content");
    mkdirSync(join(folder, "repo/inside"), { recursive: true });
    mkdirSync(join(folder, "outside"));
    symlinkSync("../outside", join(folder, "repo/leak"));
    symlinkSync("inside", join(folder, "repo/alias"));
    const targets = ["repo/leak/x", "repo/leak/new/x", "repo/../outside/x", "repo/alias/x"];
    const results = await cache.linkOut(
      targets.map((target) => ({ ...content, target: join(folder, target) })),
      { within: join(folder, "repo") },
    );
    expect(results.map((result) => (result.ok ? "ok" : result.reason))).toEqual([
      "outside",
      "outside",
      "outside",
      "ok",
    ]);
    expect(readdirSync(join(folder, "outside"))).toEqual([]);
  });

  test("copies once an object has as many hard links as the file system allows", async ({ skip }) => {
    const { cache, folder, put } = scratchCache({ links: ["hardlink"] });
    const content = await put("content");
    mkdirSync(join(folder, "links"));
    if (!useUpLinks(cache.pathOf(content.sha256), join(folder, "links")))
      skip("this file system has no such limit within reach");
    const [result] = await cache.linkOut([{ ...content, target: join(folder, "x") }]);
    expect(result).toMatchObject({ ok: true, link: "copy" });
    expect(readFileSync(join(folder, "x"), "utf8")).toBe("content");
  });

  test("copies where hard links cannot reach another file system", async ({ skip }) => {
    const { cache, folder, put } = scratchCache({ links: ["hardlink"] });
    const other = process.platform === "linux" && existsSync("/dev/shm") ? "/dev/shm" : undefined;
    if (other === undefined || lstatSync(other).dev === lstatSync(folder).dev)
      return skip("there is no other file system here");
    const content = await put("content");
    const big = await put(Buffer.alloc(65 * megabyte, "big"));
    const target = join(other, `mlx-test-${process.pid}`);
    try {
      const results = await cache.linkOut([
        { ...content, target: join(target, "a/x") },
        { ...content, target: join(target, "b/x") },
        { ...big, target: join(target, "big") },
      ]);
      expect(results).toMatchObject([
        { ok: true, link: "copy" },
        { ok: true, link: "copy" },
        { ok: true, link: "copy" },
      ]);
      expect(readFileSync(join(target, "b/x"), "utf8")).toBe("content");
      expect(lstatSync(join(target, "big")).size).toBe(65 * megabyte);
      expect(readdirSync(join(target, "a"))).toEqual(["x"]);
    } finally {
      rmSync(target, { recursive: true, force: true });
    }
  });

  test("places hundreds of files with threads, mixed with large ones", async () => {
    const { cache, folder, write } = scratchCache();
    const contents = [
      ...Array.from({ length: 400 }, (_, index) => `number ${index}`),
      "L".repeat(66 * megabyte),
    ];
    const results = await cache.insertFiles(
      contents.map((content, index) => ({ source: write(`in/${index}`, content) })),
    );
    let bytes = 0;
    const tasks = results.flatMap((result, index) => {
      return result.ok
        ? [{ ...result, mode: "644" as const, target: join(folder, "out", String(index)) }]
        : [];
    });
    const placed = await cache.linkOut(tasks, {
      links: ["copy"],
      onBytes: (count) => {
        bytes += count;
      },
    });
    expect(placed.every(({ ok }) => ok)).toBe(true);
    for (const [index, content] of contents.entries()) {
      expect(digest(readFileSync(join(folder, "out", String(index))))).toBe(digest(content));
    }
    expect(bytes).toBe(tasks.reduce((sum, { size }) => sum + size, 0));
  });

  test("ends with Interrupted on abort; the old file stays", async () => {
    const { cache, folder, put, write } = scratchCache();
    const content = await put(Buffer.alloc(200 * megabyte, "abc"));
    const target = write("x", "before");
    const abort = new AbortController();
    const running = cache.linkOut([{ ...content, target }], {
      links: ["copy"],
      signal: abort.signal,
      onBytes: () => abort.abort(),
    });
    await expect(running).rejects.toBeInstanceOf(Interrupted);
    expect(readFileSync(target, "utf8")).toBe("before");
    expect(readdirSync(join(folder, "tmp"))).toEqual([]);
  });

  test("trusts no hard link that was changed from the working tree", async () => {
    const { cache, folder, put, quarantined } = scratchCache({ links: ["hardlink"] });
    const content = await put("content");
    linkSync(cache.pathOf(content.sha256), join(folder, "mine"));
    chmodSync(join(folder, "mine"), 0o644);
    writeFileSync(join(folder, "mine"), "CONTENT");
    const [result] = await cache.linkOut([{ ...content, target: join(folder, "x") }]);
    expect(result).toMatchObject({ ok: false, reason: "corrupt" });
    expect(quarantined()).toEqual([content.sha256]);
  });
});

/** False if the file system has no limit worth the name. */
function useUpLinks(file: string, folder: string): boolean {
  for (let index = 0; index < 66_000; index++) {
    try {
      linkSync(file, join(folder, String(index)));
    } catch {
      return true;
    }
  }
  return false;
}
