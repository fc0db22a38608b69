import { expect, test } from "vitest";
import type { RunEnvironment } from "../../../src/runs/environment.js";
import { environmentDifferences } from "../../../src/runs/environment-differences.js";

const python = {
  name: "python",
  version: "3.11.2",
  path: "/a/python",
  packages: { numpy: "1.26.0", old: "1" },
};
const machine: RunEnvironment = {
  os: "Debian 12",
  arch: "x64",
  memoryBytes: 8 * 2 ** 30,
  cpu: { model: "Fast", count: 4 },
  interpreter: python,
  container: { id: "1f" },
  variables: { OMP_NUM_THREADS: "4", GITHUB_SHA: "abc", VIRTUAL_ENV: "/a" },
  otherVariables: { HOME: "0123456789ab" },
};

function differences(change: Partial<RunEnvironment>) {
  return environmentDifferences({ environment: machine }, { environment: { ...machine, ...change } });
}

test("the same environment has none, whatever differs from computer to computer", () => {
  const elsewhere = {
    memoryBytes: 2 ** 30,
    container: { id: "2e" },
    variables: { OMP_NUM_THREADS: "4", GITHUB_SHA: "def", SLURM_JOB_ID: "7" },
    otherVariables: { HOME: "ba9876543210" },
    interpreter: { ...python, path: "/b/python" },
  };
  expect(differences(elsewhere)).toEqual([]);
});

test("what may change results is named with both values, null where there is none", () => {
  const changed = differences({
    interpreter: { name: "python", version: "3.12.0", path: "/a", packages: { numpy: "2.0.0", new: "1" } },
    cpu: { model: "Slow", count: 2 },
    variables: { OMP_NUM_THREADS: "1" },
  });
  expect(changed).toEqual(
    expect.arrayContaining([
      { what: "interpreter", recorded: "python 3.11.2", now: "python 3.12.0" },
      { what: "package numpy", recorded: "1.26.0", now: "2.0.0" },
      { what: "package old", recorded: "1", now: null },
      { what: "package new", recorded: null, now: "1" },
      { what: "cpu", recorded: "4 × Fast", now: "2 × Slow" },
      { what: "$OMP_NUM_THREADS", recorded: "4", now: "1" },
    ]),
  );
  expect(changed).toHaveLength(6);
});

test("the image of a container counts, its id does not", () => {
  const before = { environment: { container: { image: "train:1", id: "1f" } } };
  const after = { environment: { container: { image: "train:2", id: "1f" } } };
  expect(environmentDifferences(before, after)).toEqual([
    { what: "container", recorded: "train:1", now: "train:2" },
  ]);
});

test("an environment that was not captured is not taken for the same", () => {
  expect(environmentDifferences({}, { environment: machine })).toBeUndefined();
  expect(environmentDifferences({ environment: machine }, {})).toBeUndefined();
});
