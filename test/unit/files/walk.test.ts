import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compareBytes } from "../../../src/core/byte-order.js";
import { sortByBytes, walk } from "../../../src/files/walk.js";
import { tempFolder } from "../../support/temp-folder.js";

function tree(paths: readonly string[]): string {
  const root = tempFolder();
  for (const path of paths) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), path);
  }
  return root;
}

describe("walk", () => {
  test("lists all files below a folder, byte-sorted over folders", () => {
    const root = tree(["a/z", "a.txt", "a-b", "b/c/d", "ä", "😀", "\uffee", "a b\nc"]);
    const listing = walk(root);
    expect(listing.files()).toEqual(["a b\nc", "a-b", "a.txt", "a/z", "b/c/d", "ä", "\uffee", "😀"]);
    expect(listing.count).toBe(8);
    expect(listing.oddities).toEqual([]);
  });

  test("reports links and devices instead of following them", () => {
    const root = tree(["a"]);
    symlinkSync("/", join(root, "up"));
    symlinkSync("nowhere", join(root, "dangling"));
    if (process.platform !== "win32") execFileSync("mkfifo", [join(root, "pipe")]);
    const oddities = new Map(walk(root).oddities.map(({ path, what }) => [path, what]));
    expect(oddities.get("up")).toBe("symlink");
    expect(oddities.get("dangling")).toBe("symlink");
    if (process.platform !== "win32") expect(oddities.get("pipe")).toBe("special");
    expect(walk(root).files()).toEqual(["a"]);
  });

  test("leaves out mlx's own temporary files", () => {
    const root = tree(["keep", "sub/a", ".keep.1-2.mlx-tmp", "sub/.a.1-2.mlx-tmp"]);
    expect(walk(root).files()).toEqual(["keep", "sub/a"]);
  });

  test("reports a name that is not UTF-8", () => {
    if (process.platform !== "linux") return;
    const root = tree(["ok"]);
    writeFileSync(Buffer.concat([Buffer.from(`${root}/bad`), Buffer.from([0xff])]), "x");
    expect(walk(root).oddities).toMatchObject([
      { what: "unreadable", message: "its name is not valid UTF-8" },
    ]);
  });
});

test("sortByBytes agrees with compareBytes with and without astral characters", () => {
  const plain = ["b", "a/b", "a.b", "é", "\uffee", "a"];
  const astral = [...plain, "😀", "\u{10000}x"];
  for (const paths of [plain, astral]) expect(sortByBytes([...paths])).toEqual([...paths].sort(compareBytes));
});
