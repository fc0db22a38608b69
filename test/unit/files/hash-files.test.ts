import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Interrupted } from "../../../src/core/errors.js";
import { hashFiles } from "../../../src/files/hash-files.js";
import { JobControl } from "../../../src/files/job.js";
import { readWhole } from "../../../src/files/read-whole.js";
import { stampAt } from "../../../src/files/stamp.js";
import { tempFolder } from "../../support/temp-folder.js";

function sha256(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

describe("hashFiles", () => {
  test("gives digest, size, mode and stamp of small and large files, in order", async () => {
    const folder = tempFolder();
    const large = Buffer.alloc(3_000_000, "abc");
    writeFileSync(join(folder, "empty"), "");
    writeFileSync(join(folder, "run.sh"), "echo", { mode: 0o755 });
    writeFileSync(join(folder, "large"), large);
    const paths = ["empty", "run.sh", "large"].map((name) => join(folder, name));
    const results = await hashFiles(paths);
    expect(results).toMatchObject([
      { ok: true, sha256: sha256(""), size: 0, executable: false },
      { ok: true, sha256: sha256("echo"), size: 4, executable: true },
      { ok: true, sha256: sha256(large), size: 3_000_000, executable: false },
    ]);
    for (const [index, result] of results.entries()) {
      expect(result.ok && result.stamp).toEqual(stampAt(paths[index] ?? "")?.stamp);
    }
  });

  test("spreads many files over threads and reports all of them and their bytes", async () => {
    const folder = tempFolder();
    const paths = Array.from({ length: 700 }, (_, index) => join(folder, `f${index}`));
    for (const [index, path] of paths.entries()) writeFileSync(path, `content ${index}`);
    let [files, bytes] = [0, 0];
    const results = await hashFiles(paths, {
      onFiles: (count) => {
        files += count;
      },
      onBytes: (count) => {
        bytes += count;
      },
    });
    expect(results.map((result) => result.ok && result.sha256)).toEqual(
      paths.map((_, index) => sha256(`content ${index}`)),
    );
    expect(files).toBe(700);
    expect(bytes).toBe(paths.reduce((sum, _, index) => sum + `content ${index}`.length, 0));
  });

  test("says why something is no readable file, without waiting for pipes", async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, "dir"));
    symlinkSync("dir", join(folder, "link"));
    const names = ["absent", "dir", "link"];
    if (process.platform !== "win32") {
      execFileSync("mkfifo", [join(folder, "pipe")]);
      names.push("pipe");
    }
    const results = await hashFiles(names.map((name) => join(folder, name)));
    expect(results.map((result) => !result.ok && result.reason)).toEqual(
      ["vanished", "not-a-file", "not-a-file", "not-a-file"].slice(0, names.length),
    );
  });

  test("ends with Interrupted on abort, before and during the work", async () => {
    const file = join(tempFolder(), "huge");
    writeFileSync(file, "");
    truncateSync(file, 2_000_000_000);
    await expect(hashFiles([file], { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(Interrupted);
    const abort = new AbortController();
    const hashing = hashFiles([file], { signal: abort.signal, onBytes: () => abort.abort() });
    await expect(hashing).rejects.toBeInstanceOf(Interrupted);
  });
});

describe("readWhole", () => {
  test("begins again when the file changes while it is read", () => {
    const file = join(tempFolder(), "x");
    writeFileSync(file, "first");
    let starts = 0;
    const read = readWhole(file, new JobControl(), {
      start: () => {
        starts++;
        if (starts === 1) appendFileSync(file, " and more");
      },
      piece: () => undefined,
    });
    expect(starts).toBe(2);
    expect(read).toMatchObject({ ok: true, sha256: sha256("first and more"), size: 14 });
  });

  test("gives up on a file that never stays the same", () => {
    const file = join(tempFolder(), "x");
    writeFileSync(file, "");
    const read = readWhole(file, new JobControl(), {
      start: () => appendFileSync(file, "x"),
      piece: () => undefined,
    });
    expect(read).toMatchObject({ ok: false, reason: "changing" });
  });

  test("notices a changed mode", () => {
    const file = join(tempFolder(), "x");
    writeFileSync(file, "x", { mode: 0o644 });
    let starts = 0;
    const read = readWhole(file, new JobControl(), {
      start: () => {
        if (starts++ === 0) chmodSync(file, 0o755);
      },
      piece: () => undefined,
    });
    expect(read).toMatchObject({ ok: true, executable: true });
  });
});
