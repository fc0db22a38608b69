import { expect, test } from "vitest";
import { chooseForSnapshot, describeOmitted } from "../../../../src/runs/capture/snapshot-limit.js";

test("the smallest files are taken first, none above a fifth of the limit, in the order of their paths", () => {
  const files = [
    { path: "z", size: 10 },
    { path: "huge", size: 21 },
    ...Array.from({ length: 5 }, (_, i) => ({ path: `m${i}`, size: 20 })),
    { path: "a", size: 0 },
  ];
  const { kept, omitted } = chooseForSnapshot(files, 100);
  expect(kept.map(({ path }) => path)).toEqual(["a", "m0", "m1", "m2", "m3", "z"]);
  expect(omitted.map(({ path }) => path)).toEqual(["huge", "m4"]);
});

test("more than ten thousand files are data, and many are told by their folder", () => {
  const files = Array.from({ length: 10_300 }, (_, i) => ({ path: `images/${i}.png`, size: 1 }));
  const { kept, omitted } = chooseForSnapshot(files, 50e6);
  expect(kept).toHaveLength(10_000);
  expect(describeOmitted(omitted, 50e6)).toEqual([
    { path: "images/", reason: "size", detail: "300 files, 300 B together" },
  ]);
});
