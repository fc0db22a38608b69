import { expect, test } from "vitest";
import { sha256Of } from "../../../../src/core/sha256.js";
import { asUlid } from "../../../../src/core/ulid.js";
import { lineageGaps, missingLineage } from "../../../../src/registry/lineage/lineage-gaps.js";

const run = { id: asUlid("01M8MJJE43M0PS47CAJ0P0GKS3"), name: "trained", experiment: "Default" };
const known = {
  run,
  code: { commit: "abc", dirty: false },
  data: { "t.csv": sha256Of("t") },
  environment: { digest: sha256Of("e"), summary: {} },
  allOutputs: true,
  changesKept: true,
};

test("nothing is missing of a run that tells all, though it logged no parameters", () => {
  expect(missingLineage(known)).toEqual([]);
});

test("without a run everything is missing that nobody named", () => {
  const nothing = { allOutputs: true, changesKept: true };
  expect(missingLineage(nothing)).toEqual(["run", "commit", "data", "parameters", "environment"]);
  expect(missingLineage({ ...nothing, data: known.data, parameters: { lr: 1 } })).toEqual([
    ...["run", "commit", "environment"],
  ]);
});

test("files that the run did not write, changes that were not kept and no data are missing", () => {
  expect(missingLineage({ ...known, allOutputs: false, changesKept: false, data: {} })).toEqual([
    ...["outputs", "changes", "data"],
  ]);
});

test("each part is told in words with what would fill it; what a newer mlx names is passed over", () => {
  const gaps = lineageGaps({ missing: ["later", "data", "run"] });
  expect(gaps.map(({ part }) => part)).toEqual(["run", "data"]);
  expect(gaps[0]?.fill).toContain("--run");
  expect(gaps[1]?.fill).toContain("mlx data add");
});
