import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MlxError } from "../../../src/core/errors.js";
import { symlinkParent, toRepoPath, typedPath } from "../../../src/workspace/repo-path.js";
import { plainFolder } from "../../support/repo.js";
import { tempFolder } from "../../support/temp-folder.js";

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof MlxError) return error.code;
    throw error;
  }
  return undefined;
}

test("a typed path becomes one from the top, whatever folder it was typed in", () => {
  const { root } = plainFolder({ "data/deep/x": "" });
  expect(toRepoPath(root, root, "data/x")).toBe("data/x");
  expect(toRepoPath(root, join(root, "data/deep"), "../y")).toBe("data/y");
  expect(toRepoPath(root, join(root, "data"), join(root, "z"))).toBe("z");
  expect(toRepoPath(root, join(root, "data"), "..")).toBe(".");
  expect(toRepoPath(root, root, "data/")).toBe("data");
});

test("the top may be reached by another name", () => {
  const { root } = plainFolder({ "data/x": "" });
  const alias = join(tempFolder(), "alias");
  symlinkSync(root, alias);
  expect(toRepoPath(root, join(alias, "data"), "x")).toBe("data/x");
  expect(toRepoPath(root, tempFolder(), join(alias, "data/x"))).toBe("data/x");
});

test("what lies outside, in git's or mlx's own folders, or beyond a link is refused", () => {
  const { root } = plainFolder({ "data/x": "" });
  symlinkSync("data", join(root, "link"));
  const refusal = (path: string) => codeOf(() => toRepoPath(root, root, path));
  expect(refusal("..")).toBe("MLX_OUTSIDE_REPOSITORY");
  expect(refusal("../project2/x")).toBe("MLX_OUTSIDE_REPOSITORY");
  expect(refusal("..x")).toBeUndefined();
  for (const path of [".git", "a/.git/x", ".Git/x", ".mlx/cache"])
    expect(refusal(path)).toBe("MLX_INTERNAL_PATH");
  expect(refusal("data/.mlx")).toBeUndefined();
  expect(refusal("link/x")).toBe("MLX_THROUGH_SYMLINK");
  expect(refusal("link")).toBeUndefined();
});

test("the first link on the way is named; a file on the way is none", () => {
  const { root } = plainFolder({ "a/file": "" });
  symlinkSync(".", join(root, "a/loop"));
  expect(symlinkParent(root, ["a", "loop", "file"])).toBe("a/loop");
  expect(symlinkParent(root, ["a", "file", "below"])).toBeUndefined();
  expect(symlinkParent(root, ["nowhere", "below"])).toBeUndefined();
});

test("a path from the top is told as it would be typed", () => {
  const { root } = plainFolder({ "data/deep/x": "" });
  expect(typedPath(root, join(root, "data/deep"), "data/x")).toBe("../x");
  expect(typedPath(root, root, "data/x")).toBe("data/x");
  expect(typedPath(root, join(root, "data"), "data")).toBe(".");
});
