import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { removeTempDir, tempDir } from "../../../src/files/temp-dir.js";
import { tempFolder } from "../../support/temp-folder.js";

describe("tempDir", () => {
  test("gives a folder of its own each time, and takes it away", () => {
    const parent = join(tempFolder(), "tmp");
    const [a, b] = [tempDir(parent), tempDir(parent)];
    expect(a).not.toBe(b);
    writeFileSync(join(a, "x"), "");
    removeTempDir(a);
    removeTempDir(b);
    expect(readdirSync(parent)).toEqual([]);
  });

  test("sweeps what dead processes left, but not what a living or a foreign one uses", () => {
    const parent = tempFolder();
    const own = basename(tempDir(join(parent, "elsewhere")));
    const [host = "", pid = "", start = ""] = own.split("-");
    const dead = `${host}-${pid}-${Number(start) - 1}-0`;
    const foreign = "0123456789ab-1-1-0";
    const oldForeign = "0123456789ab-1-1-1";
    for (const name of [dead, foreign, oldForeign, "unrelated"]) mkdirSync(join(parent, name));
    const longAgo = Date.now() / 1000 - 8 * 24 * 3600;
    utimesSync(join(parent, oldForeign), longAgo, longAgo);
    for (const name of [".old.1-0.mlx-tmp", ".new.1-0.mlx-tmp"]) writeFileSync(join(parent, name), "");
    utimesSync(join(parent, ".old.1-0.mlx-tmp"), longAgo, longAgo);
    const dir = tempDir(parent);
    expect(existsSync(join(parent, ".old.1-0.mlx-tmp"))).toBe(false);
    expect(existsSync(join(parent, ".new.1-0.mlx-tmp"))).toBe(true);
    expect(existsSync(join(parent, dead))).toBe(false);
    expect(existsSync(join(parent, oldForeign))).toBe(false);
    expect(existsSync(join(parent, foreign))).toBe(true);
    expect(existsSync(join(parent, "unrelated"))).toBe(true);
    expect(existsSync(dir)).toBe(true);
  });
});
