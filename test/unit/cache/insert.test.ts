import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  closeSync,
  existsSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Interrupted } from "../../../src/core/errors.js";
import { stampAt } from "../../../src/files/stamp.js";
import { digest, scratchCache } from "./scratch-cache.js";

const megabyte = 1 << 20;

describe("insertFiles", () => {
  test("keeps the bytes read-only under their digest and tells size, mode and stamp, in order", async () => {
    const { cache, write } = scratchCache();
    const a = write("a", "alpha");
    const b = write("b", "", 0o755);
    const results = await cache.insertFiles([{ source: a }, { source: b }]);
    expect(results).toEqual([
      { ok: true, sha256: digest("alpha"), size: 5, executable: false, stamp: stampAt(a)?.stamp },
      { ok: true, sha256: digest(""), size: 0, executable: true, stamp: stampAt(b)?.stamp },
    ]);
    const object = cache.pathOf(digest("alpha"));
    expect(object).toBe(
      join(cache.root, "objects/sha256", digest("alpha").slice(0, 2), digest("alpha").slice(2)),
    );
    expect(readFileSync(object, "utf8")).toBe("alpha");
    expect(lstatSync(object).mode & 0o777).toBe(0o444);
    expect(readdirSync(join(cache.root, "tmp"))).toEqual([]);
  });

  test("never touches the source: same inode, same times, still writable", async () => {
    const { cache, write } = scratchCache();
    const source = write("a", Buffer.alloc(3 * megabyte, "x"));
    const before = stampAt(source);
    await cache.insertFiles([{ source }]);
    expect(stampAt(source)).toEqual(before);
  });

  test("stores equal files once", async () => {
    const { cache, write } = scratchCache();
    await cache.insertFiles(["a", "b", "c"].map((name) => ({ source: write(name, "same") })));
    expect(cache.list()).toMatchObject([{ sha256: digest("same"), size: 4 }]);
  });

  test("takes files of every size class: a piece, just above, and large enough for two threads", async () => {
    const { cache, write } = scratchCache();
    const contents = [megabyte - 1, megabyte, megabyte + 1, 5 * megabyte + 3, 65 * megabyte + 7].map(
      (size) => {
        return Buffer.alloc(size, `pattern of ${size} `);
      },
    );
    const results = await cache.insertFiles(
      contents.map((content, index) => ({ source: write(`f${index}`, content) })),
    );
    for (const [index, content] of contents.entries()) {
      expect(results[index]).toMatchObject({ ok: true, sha256: digest(content), size: content.length });
      expect(readFileSync(cache.pathOf(digest(content))).equals(content)).toBe(true);
    }
    expect((await cache.verify(undefined)).corrupt).toEqual([]);
  });

  test("keeps holes of a sparse file and the bytes between them", async () => {
    const { cache, folder } = scratchCache();
    const source = join(folder, "sparse");
    const handle = openSync(source, "w");
    ftruncateSync(handle, 100 * megabyte);
    writeSync(handle, "island", 50 * megabyte + 11);
    closeSync(handle);
    const [result] = await cache.insertFiles([{ source }]);
    expect(result).toMatchObject({ ok: true, sha256: digest(readFileSync(source)), size: 100 * megabyte });
    const object = cache.pathOf(digest(readFileSync(source)));
    expect(readFileSync(object).equals(readFileSync(source))).toBe(true);
    if (process.platform === "linux") expect(lstatSync(object).blocks * 512).toBeLessThan(4 * megabyte);
  });

  test("spreads hundreds of files over threads and reports progress", async () => {
    const { cache, write } = scratchCache();
    const tasks = Array.from({ length: 600 }, (_, index) => ({
      source: write(`many/${index}`, `number ${index}`),
    }));
    let files = 0;
    const results = await cache.insertFiles(tasks, {
      onFiles: (count) => {
        files += count;
      },
    });
    expect(results.map((result) => result.ok && result.sha256)).toEqual(
      tasks.map((_, i) => digest(`number ${i}`)),
    );
    expect(files).toBe(600);
    expect(cache.list()).toHaveLength(600);
  });

  test("names what is no readable file, and stores the rest", async () => {
    const { cache, folder, write } = scratchCache();
    mkdirSync(join(folder, "dir"));
    symlinkSync("a", join(folder, "link"));
    const tasks = ["absent", "dir", "link"].map((name) => ({ source: join(folder, name) }));
    const results = await cache.insertFiles([...tasks, { source: write("a", "fine") }]);
    expect(results).toMatchObject([
      { ok: false, reason: "vanished" },
      { ok: false, reason: "not-a-file", message: "it is a folder, not a file" },
      { ok: false, reason: "not-a-file", message: "it is a symbolic link, not a file" },
      { ok: true, sha256: digest("fine") },
    ]);
  });

  test("uses the expected digest as a hint only", async () => {
    const { cache, put, write } = scratchCache();
    const content = Buffer.alloc(2 * megabyte, "old");
    const { sha256 } = await put(content);
    const other = Buffer.alloc(2 * megabyte, "new");
    const results = await cache.insertFiles([
      { source: write("same", content), expected: sha256 },
      { source: write("other", other), expected: sha256 },
    ]);
    expect(results).toMatchObject([{ sha256 }, { sha256: digest(other) }]);
    expect(readFileSync(cache.pathOf(digest(other))).equals(other)).toBe(true);
  });

  for (const [what, size] of [
    ["small", 10],
    ["middling", 2 * megabyte],
    ["large", 65 * megabyte],
  ] as const) {
    test(`puts a damaged ${what} object of the same bytes into quarantine and writes it anew`, async () => {
      const { cache, put, damage, quarantined, write } = scratchCache();
      const content = Buffer.alloc(size, "good");
      const { sha256 } = await put(content);
      damage(sha256, Buffer.alloc(size, "evil"));
      const [result] = await cache.insertFiles([{ source: write("again", content), expected: sha256 }]);
      expect(result).toMatchObject({ ok: true, sha256 });
      expect(readFileSync(cache.pathOf(sha256)).equals(content)).toBe(true);
      expect(quarantined()).toEqual([sha256]);
    });
  }

  test("replaces a folder or a link that stands under an object's name", async () => {
    const { cache, folder, quarantined, write } = scratchCache();
    for (const [index, block] of [mkdirSync, (path: string) => symlinkSync("/etc/passwd", path)].entries()) {
      const content = `blocked ${index}`;
      const object = cache.pathOf(digest(content));
      mkdirSync(join(object, ".."), { recursive: true });
      block(object);
      await cache.insertFiles([{ source: write("x", content) }]);
      expect(readFileSync(object, "utf8")).toBe(content);
      expect(lstatSync(object).isFile()).toBe(true);
    }
    expect(quarantined()).toHaveLength(2);
    expect(existsSync(folder)).toBe(true);
  });

  test("digest, size and bytes agree also for a large file that grows while it is copied", async () => {
    const { cache, write } = scratchCache();
    const source = write("growing", Buffer.alloc(300 * megabyte, "abc"));
    let grown = 0;
    const [result] = await cache.insertFiles([{ source }], {
      onBytes: () => {
        if (grown++ === 0) appendFileSync(source, "more");
      },
    });
    // Whether it grew before or after the last byte was copied is a matter of chance.
    const size = result?.ok ? result.size : 0;
    expect([300 * megabyte, 300 * megabyte + 4]).toContain(size);
    expect(result).toMatchObject({ ok: true, sha256: digest(readFileSync(source).subarray(0, size)) });
    expect((await cache.verify(undefined)).corrupt).toEqual([]);
  });

  test("ends with Interrupted on abort and leaves nothing half done", async () => {
    const { cache, write } = scratchCache();
    const source = write("big", Buffer.alloc(200 * megabyte, "abc"));
    const abort = new AbortController();
    const running = cache.insertFiles([{ source }], { signal: abort.signal, onBytes: () => abort.abort() });
    await expect(running).rejects.toBeInstanceOf(Interrupted);
    expect(cache.list()).toEqual([]);
    expect(readdirSync(join(cache.root, "tmp"))).toEqual([]);
  });

  test("with group, makes folders 2775 and objects 0444, whatever the umask", async ({ skip }) => {
    if (process.platform === "win32") skip("Windows has no such permissions");
    const { cache, put } = scratchCache({ group: true });
    const umask = process.umask(0o077);
    const { sha256 } = await put("shared").finally(() => process.umask(umask));
    const modeOf = (path: string) => lstatSync(path).mode & 0o7777;
    expect(modeOf(cache.root)).toBe(0o2775);
    expect(modeOf(join(cache.root, "objects/sha256"))).toBe(0o2775);
    expect(modeOf(join(cache.pathOf(sha256), ".."))).toBe(0o2775);
    expect(modeOf(cache.pathOf(sha256))).toBe(0o444);
  });
});

describe("a full disk", () => {
  test("is MLX_DISK_FULL with what is needed and free; the original is intact, nothing half written stays", async ({
    skip,
  }) => {
    const mount = scratchCache();
    const small = join(mount.folder, "small");
    mkdirSync(small);
    if (!mountTmpfs(small)) skip("this user may not mount file systems");
    try {
      const { cache, write } = scratchCache({ root: join(small, "cache") });
      const content = Buffer.alloc(9 * megabyte, "content");
      const source = write("big", content);
      await expect(cache.insertFiles([{ source }])).rejects.toMatchObject({
        code: "MLX_DISK_FULL",
        exitCode: 3,
        message: expect.stringMatching(
          /the disk of the cache at .* is full: about .* more are needed, .* are free/,
        ),
      });
      expect(readFileSync(source).equals(content)).toBe(true);
      expect(cache.list()).toEqual([]);
      expect(readdirSync(join(cache.root, "tmp"))).toEqual([]);
      const [fits] = await cache.insertFiles([{ source: write("fits", "small enough") }]);
      expect(fits).toMatchObject({ ok: true });
    } finally {
      execFileSync("umount", [small]);
    }
  });
});

/** A file system of 4 MB. False where the system does not let us: kill-cache.test.ts fakes a full disk everywhere. */
function mountTmpfs(folder: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
