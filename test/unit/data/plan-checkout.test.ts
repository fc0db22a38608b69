import { describe, expect, test } from "vitest";
import { sha256Of } from "../../../src/core/sha256.js";
import type { FileChange } from "../../../src/data/changes.js";
import { type Obstacle, planCheckout } from "../../../src/data/plan-checkout.js";
import type { FileContent } from "../../../src/data/types.js";

function content(text: string): FileContent {
  return { sha256: sha256Of(text), size: text.length, mode: "644" };
}

const added = (path: string, text = "mine"): FileChange => ({ path, kind: "added", actual: content(text) });
const deleted = (path: string): FileChange => ({ path, kind: "deleted", wanted: content("wanted") });
const modified = (path: string, text = "mine"): FileChange => {
  return { path, kind: "modified", wanted: content("wanted"), actual: content(text) };
};

function plan(
  changes: FileChange[],
  options: { force?: boolean; cached?: string[]; obstacles?: Obstacle[]; unnameable?: string } = {},
) {
  const cached = new Set((options.cached ?? []).map((text) => sha256Of(text)));
  const { write, remove, kept } = planCheckout(changes, options.obstacles ?? [], {
    isCached: (sha256) => cached.has(sha256),
    nameProblem: (path) => (path === options.unnameable ? "has a forbidden name" : undefined),
    force: options.force ?? false,
  });
  return { write: write.map(({ path }) => path), remove, kept: kept.map(({ path }) => path) };
}

test("what is missing is written", () => {
  expect(plan([deleted("a"), deleted("b/c")])).toEqual({ write: ["a", "b/c"], remove: [], kept: [] });
});

describe("bytes of which no copy exists", () => {
  test("stay", () => {
    expect(plan([added("extra"), modified("m")])).toEqual({ write: [], remove: [], kept: ["extra", "m"] });
  });

  test("go when the cache has them, or by force", () => {
    const all = { write: ["m"], remove: ["extra"], kept: [] };
    expect(plan([added("extra"), modified("m")], { cached: ["mine"] })).toEqual(all);
    expect(plan([added("extra"), modified("m")], { force: true })).toEqual(all);
  });

  test("are not at stake where only the mode differs", () => {
    expect(plan([modified("m", "wanted")])).toEqual({ write: ["m"], remove: [], kept: [] });
  });
});

describe("what stands in the way", () => {
  const link: Obstacle = { path: "sub", what: "a symbolic link", removable: true };
  const socket: Obstacle = { path: "s", what: "neither a file nor a folder", removable: false };

  test("keeps everything below it from being written", () => {
    expect(plan([deleted("sub/a"), deleted("sub/b/c"), deleted("subway")], { obstacles: [link] })).toEqual({
      write: ["subway"],
      remove: [],
      kept: ["sub", "sub/a", "sub/b/c"],
    });
  });

  test("is removed by force if it can be", () => {
    expect(plan([deleted("sub/a"), deleted("s")], { obstacles: [link, socket], force: true })).toEqual({
      write: ["sub/a"],
      remove: ["sub"],
      kept: ["s"],
    });
  });

  test("a kept file where a folder is needed, and kept files below where a file is needed", () => {
    expect(plan([added("a"), deleted("a/b")])).toMatchObject({ write: [], kept: ["a", "a/b"] });
    expect(plan([deleted("a"), added("a/b")])).toMatchObject({ write: [], kept: ["a/b", "a"] });
    expect(plan([deleted(""), added("inside")])).toMatchObject({ write: [], kept: ["inside", ""] });
    expect(plan([added(""), deleted("inside")])).toMatchObject({ write: [], kept: ["", "inside"] });
  });
});

describe("a name that this system cannot hold", () => {
  test("is not written, and what is there stays", () => {
    const all = { write: ["b"], remove: [], kept: ["a"] };
    expect(plan([deleted("a"), deleted("b")], { unnameable: "a" })).toEqual(all);
    expect(plan([modified("a"), deleted("b")], { unnameable: "a", force: true })).toEqual(all);
  });

  test("may be removed", () => {
    const gone = { write: [], remove: ["a"], kept: [] };
    expect(plan([added("a")], { unnameable: "a", force: true })).toEqual(gone);
  });
});
