import { expect, test } from "vitest";
import { sha256Of } from "../../../../src/core/sha256.js";
import { asUlid } from "../../../../src/core/ulid.js";
import { bundleOf, type RunContent } from "../../../../src/runs/bundle.js";
import { contentDifferences } from "../../../../src/runs/exchange/content-differences.js";
import { relate } from "../../../../src/runs/exchange/relate.js";

const content: RunContent = {
  id: asUlid("01K8ZZZZZZ0123456789ABCDEF"),
  experiment: "Default",
  kind: "command",
  status: "finished",
  startTime: 1,
  endTime: 2,
  git: { dirty: false },
  params: { lr: "0.1" },
  metrics: { loss: [[0, 1, 0.5]] },
  context: {},
  artifacts: [{ path: "m", sha256: sha256Of("a"), size: 1, loggedAt: 1 }],
  checkpoints: [],
  inputs: [],
  models: [],
};

test("each difference is told in words", () => {
  const other: RunContent = {
    ...content,
    status: "failed",
    endTime: 3,
    params: { lr: "0.2", seed: "1" },
    metrics: {
      loss: [
        [0, 1, 0.5],
        [1, 2, 0.4],
      ],
      acc: [[0, 1, "NaN"]],
    },
    artifacts: [{ path: "m", sha256: sha256Of("b"), size: 1, loggedAt: 1 }],
    context: { warnings: ["late"] },
  };
  expect(contentDifferences(content, other)).toEqual([
    "metric acc: only there",
    "metric loss: 1 point here, 2 there",
    'param lr: "0.1" here, "0.2" there',
    "param seed: only there",
    "artifact m: ca978112ca1b here, 3e23e8160039 there",
    "endTime: 2 here, 3 there",
    "status: finished here, failed there",
    "context warnings: only there",
  ]);
  expect(contentDifferences(content, content)).toEqual([]);
});

test("more than a person reads is counted", () => {
  const params = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`p${n}`, "x"]));
  expect(contentDifferences({ ...content, params: {} }, { ...content, params }).at(-1)).toBe("and 22 more");
});

test("what taking in would do is known before", () => {
  const name = { name: { value: "a", at: 5 } };
  const here = bundleOf(content, name);
  expect(relate(undefined, here)).toEqual({ kind: "added" });
  expect(relate(here, bundleOf(content, {}))).toEqual({ kind: "unchanged" });
  expect(relate(here, bundleOf(content, { name: { value: "b", at: 4 } }))).toEqual({ kind: "unchanged" });
  expect(relate(here, bundleOf(content, { name: { value: "b", at: 6 } }))).toEqual({ kind: "merged" });
  expect(relate(here, bundleOf({ ...content, endTime: 9 }, name))).toEqual({
    kind: "refused",
    differences: ["endTime: 2 here, 9 there"],
  });
});
