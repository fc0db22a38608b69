import { expect, test } from "vitest";
import { overlayTree } from "../../../../src/app/registry/overlay-tree.js";
import { memoryTree } from "../../../support/registry-scene.js";

const bytes = new TextEncoder().encode("new");
const below = memoryTree(
  new Map([
    ["a", "old"],
    ["c", "c"],
  ]),
);
const text = (read: Uint8Array | undefined) => read && new TextDecoder().decode(read);

test("one file has other bytes, the others their own", () => {
  const tree = overlayTree(below, "a", bytes);
  expect([tree.paths, text(tree.read("a")), text(tree.read("c")), tree.read("d")]).toEqual([
    ...[["a", "c"], "new", "c", undefined],
  ]);
});

test("a file that the tree lacks takes its place in byte order", () => {
  const tree = overlayTree(below, "b", bytes);
  expect([tree.paths, text(tree.read("b"))]).toEqual([["a", "b", "c"], "new"]);
});
