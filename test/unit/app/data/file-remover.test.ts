import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FileRemover } from "../../../../src/app/data/file-remover.js";
import { tempFolder } from "../../../support/temp-folder.js";

function target(): string {
  const root = join(tempFolder(), "data");
  mkdirSync(join(root, "a/b"), { recursive: true });
  for (const path of ["a/b/1", "a/b/2", "a/3"]) writeFileSync(join(root, path), path);
  return root;
}

test("removes a file, and the folders that it leaves empty, up to the target", () => {
  const root = target();
  const remover = new FileRemover(root);
  expect([remover.remove("a/b/1"), existsSync(join(root, "a/b"))]).toEqual([true, true]);
  expect([remover.remove("a/b/2"), existsSync(join(root, "a/b"))]).toEqual([true, false]);
  expect([remover.remove("a/3"), existsSync(join(root, "a")), existsSync(root)]).toEqual([true, false, true]);
  expect([remover.remove("a/3"), remover.kept]).toEqual([true, []]);
});

test("neither removes nor clears anything behind a symbolic link", () => {
  const root = target();
  const outside = tempFolder();
  mkdirSync(join(outside, "empty"));
  writeFileSync(join(outside, "mine"), "mine");
  symlinkSync(outside, join(root, "link"));
  const remover = new FileRemover(root);
  expect(remover.remove("link/mine")).toBe(false);
  expect(remover.kept).toEqual([{ path: "link/mine", reason: "lies beyond link, which is a symbolic link" }]);
  remover.clearFolders("link/empty");
  expect([existsSync(join(outside, "mine")), existsSync(join(outside, "empty"))]).toEqual([true, true]);
});

test("makes room for a file where only empty folders stand", () => {
  const root = target();
  mkdirSync(join(root, "x/y"), { recursive: true });
  const remover = new FileRemover(root);
  for (const path of ["x", "a"]) remover.clearFolders(path);
  expect([existsSync(join(root, "x")), existsSync(join(root, "a/3"))]).toEqual([false, true]);
});
